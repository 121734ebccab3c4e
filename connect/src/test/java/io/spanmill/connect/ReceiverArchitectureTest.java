package io.spanmill.connect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** What receiver, exporter and connectors may know of: the rest of the house has its own test. */
@AnalyzeClasses(
    packages = {"io.spanmill.receiver", "io.spanmill.exporter", "io.spanmill.connect"},
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ReceiverArchitectureTest.WithoutFixtures.class
    })
final class ReceiverArchitectureTest {
  /** Tests that are packaged for other modules are tests, too. */
  static final class WithoutFixtures implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule theReceiverKnowsSerdesOnly =
      classes()
          .that()
          .resideInAPackage("io.spanmill.receiver..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.spanmill.receiver..",
              "io.spanmill.model..",
              "io.spanmill.wire..",
              "io.spanmill.otlp..",
              "io.spanmill.pem..",
              "java..",
              "org.eclipse.jetty..",
              "com.fasterxml.jackson.core..",
              "org.jspecify..")
          .because("it is the same receiver whatever takes what it takes");

  @ArchTest
  static final ArchRule theExporterKnowsSerdesOnly =
      classes()
          .that()
          .resideInAPackage("io.spanmill.exporter..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.spanmill.exporter..",
              "io.spanmill.wire..",
              "io.spanmill.otlp..",
              "io.spanmill.pem..",
              "java..",
              "javax.net.ssl..",
              "kotlin..",
              "okhttp3..",
              "org.slf4j..",
              "org.jspecify..")
          .because("it is the same exporter wherever that comes from what it sends");

  @ArchTest
  static final ArchRule theConnectorsKnowTheseTwoOnly =
      noClasses()
          .that()
          .resideInAPackage("io.spanmill.connect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "okhttp3..", "org.apache.kafka.streams..")
          .because("what it needs is packaged with it");

  @ArchTest
  static final ArchRule nothingReadsAClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(Instant.class, "now")
          .because("time is handed in, or the server's, which ends what lasts too long");

  @ArchTest
  static final ArchRule nothingIsOpenByAccident =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .orShould()
          .beEnums()
          .because("what can be extended is a promise");
}
