package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The load and the configuration that {@code ./spanmill bench} measures with, in memory. */
final class StandardLoad {
  private StandardLoad() {}

  /** A request and when it arrives. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Request(byte[] bytes, long millis) {}

  static List<Request> requests(int spans) {
    List<Request> requests = new ArrayList<>();
    OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(true, Scene.START_MILLIS, 50_000, 0);
    OrdinaryLoad load =
        new OrdinaryLoad(
            1,
            kind,
            (bytes, millis) -> requests.add(new Request(bytes, Scene.START_MILLIS + millis)));
    try {
      load.write(spans);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return requests;
  }

  static PipelineConfig config() {
    try (InputStream standard = BenchCommand.class.getResourceAsStream("standard.yaml")) {
      String yaml = new String(Objects.requireNonNull(standard).readAllBytes(), UTF_8);
      return new ConfigReader(Map.of(), "host", 1L << 32).readText("standard.yaml", yaml).config();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
