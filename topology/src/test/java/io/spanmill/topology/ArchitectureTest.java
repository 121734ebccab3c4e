package io.spanmill.topology;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** The house's rules, held by a machine: each with its reason in its {@code because}. */
@AnalyzeClasses(packages = "io.spanmill", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] SERDES = {
    "io.spanmill.model..",
    "io.spanmill.wire..",
    "io.spanmill.otlp..",
    "io.spanmill.state..",
    "io.spanmill.avro..",
    "io.spanmill.pem.."
  };

  private static final String[] PROCESSORS = {
    "io.spanmill.alerts..",
    "io.spanmill.trace..",
    "io.spanmill.split..",
    "io.spanmill.assembly..",
    "io.spanmill.sampling..",
    "io.spanmill.budget..",
    "io.spanmill.red..",
    "io.spanmill.edges..",
    "io.spanmill.path..",
    "io.spanmill.window..",
    "io.spanmill.node.."
  };

  @ArchTest
  static final ArchRule theModelKnowsNothing =
      classes()
          .that()
          .resideInAPackage("io.spanmill.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.spanmill.model..", "java..", "org.jspecify..")
          .because("everything may depend on the words of tracing");

  @ArchTest
  static final ArchRule serdesKnowOnlyEachOther =
      noClasses()
          .that()
          .resideInAnyPackage(SERDES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(with(PROCESSORS, "io.spanmill.sinks..", "io.spanmill.topology.."))
          .because("how things are spelled does not depend on who reads them");

  @ArchTest
  static final ArchRule processorsDoNotSeeSinks =
      noClasses()
          .that()
          .resideInAnyPackage(PROCESSORS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.spanmill.sinks..", "io.spanmill.topology..")
          .because("what is decided does not depend on how it is told");

  @ArchTest
  static final ArchRule sinksDoNotSeeProcessors =
      noClasses()
          .that()
          .resideInAPackage("io.spanmill.sinks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(with(PROCESSORS, "io.spanmill.topology.."))
          .because("how it is told does not depend on how it is decided");

  @ArchTest
  static final ArchRule onlyNodesKnowKafka =
      noClasses()
          .that()
          .resideInAnyPackage(PROCESSORS)
          .and()
          .resideOutsideOfPackage("io.spanmill.node..")
          .and(areNotNodes())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .because("what decides can be tested, and understood, without Kafka");

  @ArchTest
  static final ArchRule onlyTheTopologyReadsAClock =
      noClasses()
          .that()
          .resideInAnyPackage(with(SERDES, with(PROCESSORS, "io.spanmill.sinks..")))
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(Instant.class, "now")
          .because("the same records must give the same traces whenever they are read");

  @ArchTest
  static final ArchRule productionKnowsNoBroker =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spanmill.embedded..", "io.spanmill.chaos..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.spanmill.embedded..", "io.spanmill.chaos..")
          .because("what tries the pipeline out is not in the production image");

  @ArchTest
  static final ArchRule nobodyNamesWhatIsPackedUnderAnotherName =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pinot..")
          .because("with Confluent's own artifacts there are no such classes");

  @ArchTest
  static final ArchRule onlySinksTalkToARegistry =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.spanmill.sinks..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.confluent..")
          .because("it is one way among others to spell what leaves");

  @ArchTest
  static final ArchRule thePipelineListensToKafkaOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.spanmill.receiver..", "io.spanmill.connect..")
          .because("receivers put things into Kafka, and the pipeline takes them out of it");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.spanmill.(**)").should().beFreeOfCycles();

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
          .haveModifier(JavaModifier.ABSTRACT)
          .orShould()
          .beEnums()
          .because("what can be extended is a promise");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base)")
          .because("such a name says nothing");

  private static DescribedPredicate<JavaClass> areNotNodes() {
    return DescribedPredicate.describe(
        "are not Kafka nodes, or adapters of a store or a mark in a record",
        type ->
            !outermost(type).isAssignableTo(ProcessorSupplier.class)
                && !type.isAssignableTo(Processor.class)
                && !type.getSimpleName().startsWith("Stored")
                && !type.getSimpleName().equals("EndOfInput")
                && !type.getSimpleName().endsWith("Counters"));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
