package io.spanmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceIdTest {
  /** Part of the spans topic's format: these numbers must never change. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0000000000000000, 0/0/0/0",
    "0000000000000000, 0000000000000001, 0/2/6/514",
    "0000000000000001, 0000000000000000, 0/4/8/604",
    "5b8efff798038103, d269b633813fc60c, 0/3/7/347",
    "ffffffffffffffff, ffffffffffffffff, 0/2/6/418",
    "4bf92f3577b34da6, a3ce929d0e0e4736, 0/4/4/220",
  })
  void partitionsAreAFormat(String high, String low, String among8And12And1000) {
    long h = Long.parseUnsignedLong(high, 16);
    long l = Long.parseUnsignedLong(low, 16);
    String found = "";
    for (int partitions : new int[] {1, 8, 12, 1000}) {
      found += (partitions == 1 ? "" : "/") + TraceId.partition(h, l, partitions);
    }
    assertThat(found).isEqualTo(among8And12And1000);
  }

  @Test
  void partitionsAreThoseOfTheMixedNumberWithoutSign() {
    for (long id = -1_000; id < 1_000; id++) {
      BigInteger mixed = new BigInteger(Long.toUnsignedString(mix(id ^ mix(~id))));
      assertThat(TraceId.partition(id, ~id, 12))
          .isEqualTo(mixed.mod(BigInteger.valueOf(12)).intValueExact());
    }
  }

  /** The finaliser of MurmurHash3. */
  private static long mix(long value) {
    long h = value ^ (value >>> 33);
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  @Test
  void partitionsAreEvenWhateverTheIds() {
    for (int partitions : new int[] {2, 7, 8, 12, 64}) {
      assertEven(partitions, id -> TraceId.partition(0, id, partitions));
      assertEven(partitions, id -> TraceId.partition(id, 0, partitions));
      assertEven(partitions, id -> TraceId.partition(id, id, partitions));
      assertEven(partitions, id -> TraceId.partition(-1, id << 40, partitions));
      assertEven(partitions, id -> TraceId.partition(id << 48, 42, partitions));
    }
  }

  private static void assertEven(int partitions, LongToIntFunction partition) {
    int each = 1_000;
    int[] counts = new int[partitions];
    for (long id = 0; id < (long) each * partitions; id++) {
      counts[partition.applyAsInt(id)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(each - 170, each + 170);
    }
  }

  @Test
  void spellsIdsInHexadecimal() {
    assertThat(new TraceId(0xab, -1)).hasToString("00000000000000abffffffffffffffff");
    assertThat(TraceId.hex(0)).isEqualTo("0000000000000000");
  }

  @Test
  void sortsAsTheBytesDo() {
    assertThat(new TraceId(-1, 0)).isGreaterThan(new TraceId(1, 0));
    assertThat(new TraceId(0, -1)).isGreaterThan(new TraceId(0, 1));
  }

  @Test
  void randomnessIsTheLast56Bits() {
    assertThat(TraceId.randomness(-1)).isEqualTo((1L << 56) - 1);
    assertThat(TraceId.randomness(0xff00_0000_0000_0001L)).isEqualTo(1);
  }

  /** The low 56 bits of what the library lz4-java computes; public, and never to be changed. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0000000000000000, 09f71516247c32",
    "0000000000000000, 0000000000000001, dd97d1b9d614c7",
    "0000000000000001, 0000000000000000, 648bb55b376195",
    "5b8efff798038103, d269b633813fc60c, f7f7b2f0402155",
    "ffffffffffffffff, ffffffffffffffff, 21445d6a57c444",
    "4bf92f3577b34da6, a3ce929d0e0e4736, 99cde8cc77b7f6",
  })
  void hashedRandomnessIsXxh64(String high, String low, String randomness) {
    long h = Long.parseUnsignedLong(high, 16);
    long l = Long.parseUnsignedLong(low, 16);
    assertThat(TraceId.hashedRandomness(h, l)).isEqualTo(Long.parseLong(randomness, 16));
  }

  /** As above: the same library's hashes of a hundred thousand ids, folded into one number. */
  @Test
  void hashedRandomnessIsXxh64OfAnyId() {
    SplittableRandom random = new SplittableRandom(56);
    long folded = 0;
    for (int i = 0; i < 100_000; i++) {
      folded = folded * 31 + TraceId.hashedRandomness(random.nextLong(), random.nextLong());
    }
    assertThat(folded).isEqualTo(0xfbc5b8da3e4ba21eL);
  }

  @Test
  void hashedRandomnessIsEvenWhateverTheIds() {
    assertEven(64, id -> (int) (TraceId.hashedRandomness(0, id) >>> 50));
    assertEven(64, id -> (int) (TraceId.hashedRandomness(id, 0) >>> 50));
    assertEven(64, id -> (int) (TraceId.hashedRandomness(id << 40, id >>> 9) >>> 50));
  }
}
