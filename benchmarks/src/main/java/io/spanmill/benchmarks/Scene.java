package io.spanmill.benchmarks;

import io.spanmill.embedded.EmbeddedKafka;
import io.spanmill.embedded.GroupProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Where an application is measured that runs in a process of its own: beside a broker in this one.
 *
 * @param name of the application
 * @param largestRecord that can be written to the input, in bytes
 * @param admin closed by the caller
 */
record Scene(Path folder, String name, EmbeddedKafka kafka, int largestRecord, Admin admin) {
  static final String INPUT = "otlp_spans";
  static final long START_MILLIS = 1_767_225_600_000L;

  private static final int INPUT_PARTITIONS = 4;
  private static final int PARTITIONS = 8;
  private static final String HTTP = "127.0.0.1:18089";
  private static final long LOOK_MILLIS = 50;

  /** What is measured. */
  interface Measurement {
    String row(Scene scene) throws Exception;
  }

  /** Sets the scene, and prints what is measured there. */
  static void printRow(Path folder, String name, int largestRecord, Measurement measurement)
      throws Exception {
    Files.createDirectories(folder);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder);
        Admin admin =
            Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      NewTopic input =
          new NewTopic(INPUT, INPUT_PARTITIONS, (short) 1)
              .configs(Map.of("max.message.bytes", "" + largestRecord));
      admin.createTopics(List.of(input)).all().get();
      System.out.println(measurement.row(new Scene(folder, name, kafka, largestRecord, admin)));
    }
  }

  /**
   * @param heap as {@code -Xmx} takes it
   * @param assembly in YAML's short form
   */
  ApplicationProcess start(String heap, String assembly) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("spanmill.yaml"),
            String.join(
                "\n",
                "name: " + name,
                "state_dir: " + folder.resolve("state"),
                "threads: 2",
                "partitions: " + PARTITIONS,
                "http: {listen: '" + HTTP + "'}",
                "assembly: " + assembly,
                "kafka: {bootstrap.servers: '" + servers() + "'}",
                ""));
    return ApplicationProcess.start(folder, heap, config, HTTP);
  }

  /** Waits until the application has made the topics that it writes. */
  void awaitTopics(ApplicationProcess application)
      throws IOException, InterruptedException, ExecutionException {
    while (!admin.listTopics().names().get().contains(name + "-red")) {
      application.requireAlive();
      Thread.sleep(LOOK_MILLIS);
    }
  }

  LoadWriter writer() {
    return new LoadWriter(servers(), INPUT, INPUT_PARTITIONS, largestRecord);
  }

  GroupProgress progress() {
    return new GroupProgress(admin, name);
  }

  String servers() {
    return kafka.bootstrapServers();
  }
}
