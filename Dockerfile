# The pipeline without the embedded broker.
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -q -Dquick -pl topology -am package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/app/lib -Dmdep.excludeGroupIds=io.spanmill \
 && cp serdes/target/spanmill-*.jar processors/target/spanmill-*.jar sinks/target/spanmill-*.jar topology/target/spanmill-*.jar /app/lib/

FROM eclipse-temurin:17-jre
RUN useradd --system --create-home --uid 10001 spanmill
COPY --from=build /app/lib /app/lib
USER spanmill
WORKDIR /home/spanmill
ENV JAVA_OPTS="-Xms2g -Xmx2g -XX:MetaspaceSize=128m -XX:+UseParallelGC"
ENTRYPOINT ["sh", "-c", "exec java --enable-native-access=ALL-UNNAMED $JAVA_OPTS -cp '/app/lib/*' io.spanmill.topology.cli.Main \"$@\"", "spanmill"]
CMD ["run"]
