package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErrorFormatTest {
  private static final long SEED = 0x5eed_e44fL;
  private static final HexFormat HEX = HexFormat.of();

  private final ErrorFormat format = new ErrorFormat();

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e   window start
   * 0102030405060708   fingerprint
   * </pre>
   */
  @Test
  void spellsAKeyLikeThis() {
    String golden = "0000019a2b3c4d5e" + "0102030405060708";
    ProtoWriter out = new ProtoWriter(64);
    ErrorFormat.writeKey(0x19a_2b3c_4d5eL, 0x0102030405060708L, out);
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(new ErrorSeries(0x19a_2b3c_4d5eL, 0x0102030405060708L));
  }

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e               window start
   * 0000000000000000               no fingerprint
   * 14 6f74656c2e6d65747269632e6f766572666c6f77   otel.metric.overflow
   * 04 74727565                    true
   * 12 7370616e6d696c6c2e706172746974696f6e       spanmill.partition
   * 01 37                          7
   * </pre>
   */
  @Test
  void spellsTheKeyOfAnOverflowLikeThis() {
    byte[] key = HEX.parseHex("0000019a2b3c4d5e" + "0102030405060708");
    String golden =
        "0000019a2b3c4d5e"
            + "0000000000000000"
            + "146f74656c2e6d65747269632e6f766572666c6f77"
            + "0474727565"
            + "127370616e6d696c6c2e706172746974696f6e"
            + "0137";
    assertThat(HEX.formatHex(format.overflowKey(key, 7))).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(
            new ErrorSeries(
                0x19a_2b3c_4d5eL,
                0,
                Map.of("otel.metric.overflow", "true", "spanmill.partition", "7")));
  }

  /**
   *
   *
   * <pre>
   * 01                  version
   * 02                  count 1
   * 06                  exceptions 3
   * 80808010 00         adjusted count 2^24
   * 01                  seen
   * 0a 14               from 10 to 20 ns
   * 01 54               type T
   * 01 6d               message template m
   * 01 73               service s
   * 01 6e               span name n
   * 02 676f             language go
   * 01                  one line of stack
   *   01 66             f
   * 01                  one entry
   *   01 77 01 6f 02    w, o, once
   * 01                  one caller
   *   01 77 02          w, once
   * 01                  one example
   *   0000000000000001 0000000000000002
   * </pre>
   */
  @Test
  void spellsASumLikeThis() {
    ErrorSum sum = new ErrorSum();
    sum.addErrors(1, 1 << 24);
    sum.addExceptions(3);
    sum.addSeen(10, 20, new ErrorGroup("T", "m", "s", "n", "go", List.of("f")));
    sum.entries().add(new ErrorEntry("w", "o"), 1);
    sum.callers().add("w", 1);
    sum.addExample(new TraceId(1, 2));
    String golden =
        "01"
            + "02"
            + "06"
            + "8080801000"
            + "01"
            + "0a14"
            + "0154"
            + "016d"
            + "0173"
            + "016e"
            + "02676f"
            + "010166"
            + "010177016f02"
            + "01017702"
            + "01"
            + "0000000000000001"
            + "0000000000000002";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(golden))))).isEqualTo(bytes(sum));
  }

  /**
   *
   *
   * <pre>
   * 01                  version
   * 01                  count −1
   * 05                  exceptions −3
   * ffffff0f 00         adjusted count −2^24
   * 00                  not seen
   * 01 0177 016f 01     one entry: w, o, once taken back
   * 00 00               neither callers nor examples
   * </pre>
   */
  @Test
  void spellsWhatIsTakenBackLikeThis() {
    ErrorSum sum = new ErrorSum();
    sum.addErrors(-1, 1 << 24);
    sum.addExceptions(-3);
    sum.entries().add(new ErrorEntry("w", "o"), -1);
    String golden = "01" + "01" + "05" + "ffffff0f00" + "00" + "010177016f01" + "0000";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(golden))))).isEqualTo(bytes(sum));
  }

  @Test
  void comesBackAsItWas() {
    for (long seed = SEED; seed < SEED + 1_000; seed++) {
      ErrorSum sum = random(new SplittableRandom(seed));
      assertThat(bytes(format.read(new ByteReader(bytes(sum)))))
          .as("%x", seed)
          .isEqualTo(bytes(sum));
    }
  }

  /** Whatever is added to whatever in which order, the sum is the same. */
  @Test
  void addingKnowsNoOrder() {
    for (long seed = SEED; seed < SEED + 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ErrorSum a = random(random);
      ErrorSum b = random(random);
      ErrorSum c = random(random);
      byte[] left = bytes(sum(sum(a, b), c));
      assertThat(bytes(sum(a, sum(b, c)))).as("%x", seed).isEqualTo(left);
      assertThat(bytes(sum(sum(c, b), a))).as("%x", seed).isEqualTo(left);
    }
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> format.read(new ByteReader(new byte[] {2})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ErrorSum sum(ErrorSum... all) {
    ErrorSum sum = format.empty();
    for (ErrorSum one : all) {
      format.add(sum, one);
    }
    return sum;
  }

  private static ErrorSum random(SplittableRandom random) {
    ErrorSum sum = new ErrorSum();
    for (int count = random.nextInt(12); count > 0; count--) {
      sum.addErrors(1, random.nextLong() >>> 8);
      sum.addExceptions(random.nextInt(4));
      long nanos = random.nextInt(5);
      String name = "x" + random.nextInt(3);
      sum.addSeen(nanos, nanos, new ErrorGroup("T", name, "s", name, "", List.of("f", name)));
      sum.entries().add(new ErrorEntry("w" + random.nextInt(50), "o"), 1);
      sum.callers().add("c" + random.nextInt(50), 1);
      sum.addExample(new TraceId(random.nextInt(9), random.nextInt(9)));
    }
    return sum;
  }

  private byte[] bytes(ErrorSum sum) {
    ProtoWriter out = new ProtoWriter(64);
    format.write(sum, out);
    return out.toByteArray();
  }
}
