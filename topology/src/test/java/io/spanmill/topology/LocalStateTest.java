package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStateTest {
  private @TempDir Path folder;

  @Test
  void storesAreDeletedAndWhoItIsStays() throws IOException {
    Path table = Files.createDirectories(folder.resolve("2_1/rocksdb/red-windows"));
    Files.writeString(table.resolve("000009.sst"), "?");
    Path process = Files.writeString(folder.resolve("kafka-streams-process-metadata"), "{}");

    new LocalState(folder).delete();

    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(process);
    }
  }

  @Test
  void storesAreToBlameForWhatTheySayThemselves() {
    Throwable store = new ProcessorStateException("Error opening store", new IOException("bad"));
    assertThat(LocalState.isDamaged(new StreamsException(store))).isTrue();
    assertThat(LocalState.isDamaged(new StreamsException("else"))).isFalse();
  }

  @Test
  void aFullDiskMakesNoStoreWrong() {
    Throwable full = new IOException("While appending: No space left on device");
    assertThat(LocalState.isDamaged(new ProcessorStateException("red-windows", full))).isFalse();
  }
}
