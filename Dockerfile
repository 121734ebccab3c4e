# Two images: `docker build .` is Spanmill, without the embedded broker;
# `docker build --target connect .` is a worker of Kafka Connect with our source.
ARG MAVEN_IMAGE=maven:3.9.11-eclipse-temurin-17
ARG JRE_IMAGE=eclipse-temurin:17.0.17_10-jre-noble
ARG KAFKA_IMAGE=apache/kafka:4.3.1

FROM ${MAVEN_IMAGE} AS sources
WORKDIR /src
COPY . .

# Whatever topology needs to run, its siblings among it, and itself.
FROM sources AS build
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -q -Dquick -pl topology -am package \
      dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/app/lib \
 && cp topology/target/spanmill-topology-*.jar /app/lib/

FROM sources AS build-connect
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -q -Dquick -pl connect -am package

FROM ${KAFKA_IMAGE} AS connect
COPY --from=build-connect /src/connect/target/plugin /opt/connect/plugins
COPY deploy/connect /opt/connect/config
USER root
RUN install -d -o appuser /var/lib/connect
USER appuser
ENV KAFKA_HEAP_OPTS="-Xms512m -Xmx512m" LOG_DIR=/tmp/logs
EXPOSE 4318 8083
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:4318/"]
ENTRYPOINT ["/opt/kafka/bin/connect-standalone.sh"]
CMD ["/opt/connect/config/worker.properties", "/opt/connect/config/otlp-source.properties"]

FROM ${JRE_IMAGE} AS spanmill
RUN groupadd --system --gid 10001 spanmill \
 && useradd --system --uid 10001 --gid spanmill --no-create-home --shell /usr/sbin/nologin spanmill \
 && install -d -o spanmill -g spanmill /var/lib/spanmill
COPY LICENSE NOTICE* /app/
COPY --from=build /app/lib /app/lib
USER 10001:10001
WORKDIR /var/lib/spanmill
# Stores and Java itself take up to 350 MiB beside the heap: docs/operations.md, "Memory".
ENV JAVA_OPTS="-Xms2g -Xmx2g -XX:MetaspaceSize=128m -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError" \
    MALLOC_ARENA_MAX=2
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/live"]
ENTRYPOINT ["sh", "-c", "exec java --enable-native-access=ALL-UNNAMED $JAVA_OPTS -cp '/app/lib/*' io.spanmill.topology.cli.Main \"$@\"", "spanmill"]
CMD ["run"]
