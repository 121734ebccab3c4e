package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EdgeFormatTest {
  private static final long SEED = 0x5eed_ed6eL;
  private static final HexFormat HEX = HexFormat.of();

  private final EdgeFormat format = new EdgeFormat();

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e   window start
   * 02                 DATABASE
   * 04 63617274        client cart
   * 05 7265646973      server redis
   * </pre>
   */
  @Test
  void spellsAKeyLikeThis() {
    String golden = "0000019a2b3c4d5e" + "02" + "0463617274" + "057265646973";
    ProtoWriter out = new ProtoWriter(64);
    EdgeFormat.writeKey(0x19a_2b3c_4d5eL, ConnectionType.DATABASE, "cart", "redis", out);
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(new Edge(0x19a_2b3c_4d5eL, "cart", "redis", ConnectionType.DATABASE));
  }

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e               window start
   * 02                             DATABASE
   * 00 00                          neither client nor server
   * 14 6f74656c2e6d65747269632e6f766572666c6f77   otel.metric.overflow
   * 04 74727565                    true
   * 12 7370616e6d696c6c2e706172746974696f6e       spanmill.partition
   * 01 37                          7
   * </pre>
   */
  @Test
  void spellsTheKeyOfAnOverflowLikeThis() {
    byte[] key = HEX.parseHex("0000019a2b3c4d5e" + "02" + "0463617274" + "057265646973");
    String golden =
        "0000019a2b3c4d5e"
            + "02"
            + "0000"
            + "146f74656c2e6d65747269632e6f766572666c6f77"
            + "0474727565"
            + "127370616e6d696c6c2e706172746974696f6e"
            + "0137";
    assertThat(HEX.formatHex(format.overflowKey(key, 7))).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(
            new Edge(
                0x19a_2b3c_4d5eL,
                "",
                "",
                ConnectionType.DATABASE,
                Map.of("otel.metric.overflow", "true", "spanmill.partition", "7")));
  }

  /**
   *
   *
   * <pre>
   * 02            version
   * 01            calls −1
   * 01            failed −1
   * 00            client errors 0
   * 01            server errors −1
   * ffffff0f 00   adjusted calls −2^24
   * 13 00         client −10 ns
   * 00 00         server 0 ns
   * 00 01         client's histogram: no zeros, one bucket
   *   c91a 01     −1701, −1
   * 01 00         server's histogram: zeros −1, no bucket
   * 01            one example of a failure
   *   0000000000000001 0000000000000002   its trace
   *   0a          10 ns
   * 00            none of another call
   * </pre>
   */
  @Test
  void spellsASumLikeThis() {
    EdgeSum sum = takenBack();
    sum.addExample(1, 2, true, 10);
    String golden =
        "02"
            + "01"
            + "01"
            + "00"
            + "01"
            + "ffffff0f00"
            + "1300"
            + "0000"
            + "0001"
            + "c91a01"
            + "0100"
            + "01"
            + "00000000000000010000000000000002"
            + "0a"
            + "00";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(golden))))).isEqualTo(bytes(sum));
  }

  private static EdgeSum takenBack() {
    EdgeSum sum = new EdgeSum();
    sum.addCalls(-1, 1 << 24, false, true);
    sum.addClientDuration(-1, 10);
    sum.addServerDuration(-1, 0);
    return sum;
  }

  @Test
  void comesBackAsItWas() {
    for (long seed = SEED; seed < SEED + 1_000; seed++) {
      EdgeSum sum = random(new SplittableRandom(seed));
      EdgeSum back = format.read(new ByteReader(bytes(sum)));
      assertThat(bytes(back)).as("seed %x", seed).isEqualTo(bytes(sum));
      assertThat(back.counts()).isEqualTo(sum.counts());
      assertThat(back.adjustedCalls()).isEqualTo(sum.adjustedCalls());
      assertThat(back.clientNanos()).isEqualTo(sum.clientNanos());
      assertThat(back.serverNanos()).isEqualTo(sum.serverNanos());
      assertThat(back.clientDurations().total()).isEqualTo(sum.clientDurations().total());
      assertThat(back.serverDurations().total()).isEqualTo(sum.serverDurations().total());
    }
  }

  private static EdgeSum random(SplittableRandom random) {
    EdgeSum sum = new EdgeSum();
    for (int count = random.nextInt(20); count > 0; count--) {
      long calls = random.nextInt(-5, 6);
      sum.addCalls(calls, random.nextLong() >>> 1, random.nextBoolean(), random.nextBoolean());
      sum.addClientDuration(calls, random.nextLong() >>> random.nextInt(1, 64));
      sum.addServerDuration(calls, random.nextLong() >>> random.nextInt(1, 64));
      sum.addExample(random.nextLong(), count, random.nextBoolean(), random.nextInt(1_000));
    }
    return sum;
  }

  @Test
  void whatIsTakenBackIsNotStored() {
    EdgeSum nothing = new EdgeSum();
    nothing.addClientDuration(2, 7);
    nothing.addClientDuration(-2, 7);
    assertThat(bytes(nothing)).isEqualTo(bytes(new EdgeSum()));
    assertThat(format.isNothing(nothing)).isTrue();
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> format.read(new ByteReader(new byte[] {9, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored version 9, not 1 to 2");
  }

  @Test
  void readsTheVersionThatHadNoExamples() {
    EdgeSum sum = takenBack();
    String before = "01" + "01010001" + "ffffff0f00" + "1300" + "0000" + "0001c91a01" + "0100";
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(before))))).isEqualTo(bytes(sum));
  }

  private byte[] bytes(EdgeSum sum) {
    ProtoWriter out = new ProtoWriter(64);
    format.write(sum, out);
    return out.toByteArray();
  }
}
