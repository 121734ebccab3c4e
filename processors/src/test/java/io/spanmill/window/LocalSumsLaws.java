package io.spanmill.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.state.RedFormat;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LocalSumsLaws {
  private static final RedFormat FORMAT = new RedFormat();
  private static final int LARGEST_BATCH = 600 * 1024;

  private static void writeKey(int name, ProtoWriter key) {
    key.clear().writeFixed64(0).writeByte(1).writeByte(0);
    key.writeSized("service").writeSized("name-" + name + "-".repeat(1_000));
  }

  @Test
  void ofAnyNumberOfSeriesFewAreHeldAndAllLeaveInSmallBatches() {
    Map<RedSeries, Long> calls = new HashMap<>();
    List<byte[]> batches = new ArrayList<>();
    LocalSums<RedSum> sums = new LocalSums<>(FORMAT, 3, (partition, batch) -> batches.add(batch));
    ProtoWriter key = new ProtoWriter(2_000);
    int names = LocalSums.MOST + 1_000;
    for (int span = 0; span < 2 * names; span++) {
      writeKey(span % names, key);
      sums.at(key).add(span, 1);
    }
    assertThat(batches).as("left early").isNotEmpty();
    sums.drain((partition, batch) -> batches.add(batch));

    assertThat(batches).allMatch(batch -> batch.length < LARGEST_BATCH);
    batches.forEach(
        batch ->
            LocalSums.read(
                batch,
                (bytes, sum) ->
                    calls.merge(FORMAT.readKey(bytes), FORMAT.read(sum).calls(), Long::sum)));
    assertThat(calls).hasSize(names).allSatisfy((series, count) -> assertThat(count).isEqualTo(2));
  }

  @Test
  void whateverIsNoBatchIsRefusedInOneWay() {
    byte[] sound = sound();
    int refused = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] batch = sound.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        batch[random.nextInt(batch.length)] = (byte) random.nextInt(256);
      }
      batch = random.nextBoolean() ? batch : Arrays.copyOf(batch, random.nextInt(batch.length));
      refused += isRefused(batch) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(5_000);
    assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] sound() {
    List<byte[]> batches = new ArrayList<>();
    LocalSums<RedSum> sums = new LocalSums<>(FORMAT, 1);
    ProtoWriter key = new ProtoWriter(64);
    for (int i = 0; i < 20; i++) {
      key.clear().writeFixed64(0).writeByte(1).writeByte(0).writeSized("s").writeSized("n" + i % 3);
      sums.at(key).add(i * 1_000_000L, 1);
    }
    sums.drain((partition, batch) -> batches.add(batch));
    return batches.get(0);
  }

  private static boolean isRefused(byte[] batch) {
    try {
      read(batch);
      return false;
    } catch (IllegalArgumentException refused) {
      return true;
    }
  }

  private static void read(byte[] batch) {
    LocalSums.read(
        batch,
        (key, sum) -> {
          FORMAT.readKey(key);
          FORMAT.read(sum);
        });
  }
}
