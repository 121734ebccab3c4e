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
    table();
    Path process = Files.writeString(folder.resolve("kafka-streams-process-metadata"), "{}");

    new LocalState(folder).delete();

    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(process);
    }
  }

  @Test
  void storesOutliveAnOrderlyEnd() throws IOException {
    Path table = table();
    new LocalState(folder).end();

    new LocalState(folder).begin(true);

    assertThat(table).exists();
  }

  @Test
  void storesOfTheKilledAreDeletedWhereOnlyOrderIsGoodEnough() throws IOException {
    Path table = table();
    new LocalState(folder).end();
    LocalState killed = new LocalState(folder);
    killed.begin(true);

    new LocalState(folder).begin(false);
    assertThat(table).exists();

    new LocalState(folder).begin(true);
    assertThat(table).doesNotExist();
  }

  private Path table() throws IOException {
    Path store = Files.createDirectories(folder.resolve("2_1/rocksdb/red-windows"));
    return Files.writeString(store.resolve("000009.sst"), "?");
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
