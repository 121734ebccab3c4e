package io.spanmill.errors;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Packages of the JDK, and of frameworks and drivers that are well known. */
final class JavaFrameworks {
  private static final int DEEPEST = 3;

  private static final Set<String> PACKAGES =
      new HashSet<>(
          List.of(
              "java",
              "javax",
              "jakarta",
              "jdk",
              "sun",
              "com.sun",
              "kotlin",
              "kotlinx",
              "scala",
              "groovy",
              "clojure",
              "akka",
              "play",
              "reactor",
              "feign",
              "okhttp3",
              "okio",
              "retrofit2",
              "rx",
              "brave",
              "zipkin2",
              "io.opentelemetry",
              "io.grpc",
              "io.netty",
              "io.vertx",
              "io.quarkus",
              "io.micronaut",
              "io.micrometer",
              "io.undertow",
              "io.lettuce",
              "io.reactivex",
              "io.ktor",
              "io.helidon",
              "io.dropwizard",
              "io.jsonwebtoken",
              "io.confluent",
              "io.kafka",
              "io.r2dbc",
              "io.smallrye",
              "io.prometheus",
              "io.sentry",
              "org.apache",
              "org.springframework",
              "org.hibernate",
              "org.postgresql",
              "org.mariadb",
              "org.h2",
              "org.hsqldb",
              "org.sqlite",
              "org.eclipse",
              "org.glassfish",
              "org.jboss",
              "org.wildfly",
              "org.codehaus",
              "org.aspectj",
              "org.slf4j",
              "org.jooq",
              "org.mybatis",
              "org.flywaydb",
              "org.quartz",
              "org.redisson",
              "org.elasticsearch",
              "org.opensearch",
              "org.mongodb",
              "org.junit",
              "org.gradle",
              "org.jetbrains",
              "org.reactivestreams",
              "org.xnio",
              "org.thymeleaf",
              "com.mongodb",
              "com.mysql",
              "com.zaxxer",
              "com.fasterxml",
              "com.google",
              "com.amazonaws",
              "com.azure",
              "com.microsoft",
              "com.oracle",
              "com.ibm",
              "com.rabbitmq",
              "com.netflix",
              "com.squareup",
              "com.datastax",
              "com.linecorp",
              "com.datadog",
              "com.newrelic",
              "com.lmax",
              "com.graphql",
              "oracle.jdbc",
              "redis.clients",
              "net.bytebuddy",
              "net.sf",
              "software.amazon",
              "ch.qos",
              "datadog.trace",
              "co.elastic"));

  private JavaFrameworks() {}

  /**
   * @param method by its full name
   */
  static boolean include(String method) {
    int dot = method.indexOf('.');
    for (int depth = 0; depth < DEEPEST && dot > 0; depth++) {
      if (PACKAGES.contains(method.substring(0, dot))) {
        return true;
      }
      dot = method.indexOf('.', dot + 1);
    }
    return false;
  }
}
