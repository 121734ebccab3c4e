package io.spanmill.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.PathContributor;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathSum;
import io.spanmill.model.SelfTimes;
import io.spanmill.model.SpanKind;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PathFormatTest {
  private static final long SEED = 0x5eed_9a7fL;
  private static final HexFormat HEX = HexFormat.of();

  /**
   *
   *
   * <pre>
   * 03               CLIENT
   * 04 63617274      service cart
   * 03 474554        span name GET
   * 05 7265646973    peer redis
   * </pre>
   */
  private static final String NAME = "03" + "0463617274" + "03474554" + "057265646973";

  private final PathFormat format = new PathFormat(10);

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e   window start
   * 04 73686f70        service shop
   * 05 474554202f      span name GET /
   * </pre>
   */
  @Test
  void readsAKeyLikeThis() {
    String golden = "0000019a2b3c4d5e" + "0473686f70" + "05474554202f";
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(new PathEntry(0x19a_2b3c_4d5eL, "shop", "GET /"));
  }

  @Test
  void readsANameLikeThis() {
    assertThat(PathFormat.readContributor(HEX.parseHex(NAME)))
        .isEqualTo(new PathContributor("cart", "GET", SpanKind.CLIENT, "redis"));
    assertThat(PathFormat.readContributor(new byte[0])).isEqualTo(PathContributor.OVERFLOW);
  }

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e               window start
   * 00 00                          neither service nor name
   * 14 6f74656c2e6d65747269632e6f766572666c6f77   otel.metric.overflow
   * 04 74727565                    true
   * 12 7370616e6d696c6c2e706172746974696f6e       spanmill.partition
   * 01 37                          7
   * </pre>
   */
  @Test
  void spellsTheKeyOfAnOverflowLikeThis() {
    byte[] key = HEX.parseHex("0000019a2b3c4d5e" + "0473686f70" + "05474554202f");
    String golden =
        "0000019a2b3c4d5e"
            + "0000"
            + "146f74656c2e6d65747269632e6f766572666c6f77"
            + "0474727565"
            + "127370616e6d696c6c2e706172746974696f6e"
            + "0137";
    assertThat(HEX.formatHex(format.overflowKey(key, 7))).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(
            new PathEntry(
                0x19a_2b3c_4d5eL,
                "",
                "",
                Map.of("otel.metric.overflow", "true", "spanmill.partition", "7")));
  }

  /**
   *
   *
   * <pre>
   * 01              version
   * 02              traces
   * 02              contributors
   * 10 …            the first one's name
   * 02 0a           calls 2, 10 ns
   * 02 01 c91a 02   histogram: one zero, one bucket: −1702, once
   * 01 … 0a         one example, 10 ns
   * 00              the second: all others
   * 01 00           call 1, 0 ns
   * 02 00           one zero, no bucket
   * 00              no example
   * </pre>
   */
  @Test
  void spellsASumLikeThis() {
    PathSum sum = new PathSum(1);
    sum.addTraces(2);
    byte[] name = HEX.parseHex(NAME);
    SelfTimes redis = sum.at(name, name.length);
    redis.add(10);
    redis.add(0);
    redis.examples().add(1, 2, 10);
    sum.at(new byte[] {1}, 1).add(0);
    String golden =
        "01"
            + "02"
            + "02"
            + "10"
            + NAME
            + "020a"
            + "0201cb1a02"
            + "01"
            + "0000000000000001"
            + "0000000000000002"
            + "0a"
            + "00"
            + "0100"
            + "0200"
            + "00";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(golden))))).isEqualTo(bytes(sum));
  }

  @Test
  void comesBackAsItWas() {
    for (long seed = SEED; seed < SEED + 1_000; seed++) {
      PathSum sum = random(new SplittableRandom(seed));
      PathSum back = format.read(new ByteReader(bytes(sum)));
      assertThat(bytes(back)).as("seed %x", seed).isEqualTo(bytes(sum));
      assertThat(back.traces()).isEqualTo(sum.traces());
      for (int at = 0; at < sum.size(); at++) {
        assertThat(back.times(at).nanos()).isEqualTo(sum.times(at).nanos());
        assertThat(back.times(at).examples().ids()).isEqualTo(sum.times(at).examples().ids());
      }
    }
  }

  private static PathSum random(SplittableRandom random) {
    PathSum sum = new PathSum(10);
    sum.addTraces(1 + random.nextInt(9));
    for (int count = 1 + random.nextInt(30); count > 0; count--) {
      byte[] name = (" \1a\1" + (char) ('a' + random.nextInt(20)) + "\0").getBytes(UTF_8);
      name[0] = (byte) random.nextInt(6);
      SelfTimes times = sum.at(name, name.length);
      times.add(random.nextLong() >>> random.nextInt(1, 64));
      times.examples().add(random.nextLong(), random.nextLong(), random.nextInt(100));
    }
    return sum;
  }

  /** A lower limit than the one before it takes nobody's place away. */
  @Test
  void whoHasAPlaceKeepsIt() {
    PathSum sum = random(new SplittableRandom(SEED));
    PathSum back = new PathFormat(1).read(new ByteReader(bytes(sum)));
    back.add(sum);
    assertThat(back.size()).isEqualTo(sum.size()).isGreaterThan(2);
    assertThat(back.times(1).calls()).isEqualTo(2 * sum.times(1).calls());
  }

  @Test
  void refusesWhatIsNone() {
    refuses("0900", "stored version 9, not 1");
    refuses("010100", "traces without a contributor");
    refuses("0101" + "01" + "04" + "09000000" + "0100020000", "9 at byte 0 is none of 6 kinds");
    refuses("0101" + "01" + "05" + "0300000000" + "0100020000", "goes on after byte 4");
    refuses("0101" + "02" + "00" + "0100020000" + "00" + "0100020000", "stands there twice");
    refuses("01" + "ffffffffffffffffff01" + "00", "18446744073709551615 before byte 11");
  }

  private void refuses(String hex, String reason) {
    assertThatThrownBy(() -> format.read(new ByteReader(HEX.parseHex(hex))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private byte[] bytes(PathSum sum) {
    ProtoWriter out = new ProtoWriter(64);
    format.write(sum, out);
    return out.toByteArray();
  }
}
