package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RedFormatTest {
  private static final long SEED = 0x5eed_4edaL;
  private static final HexFormat HEX = HexFormat.of();

  private final RedFormat format = new RedFormat();

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e   window start
   * 02                 SERVER
   * 02                 ERROR
   * 04 63617274        service  cart
   * 05 474554202f      name     GET /
   * 04 6c616e67        dimension lang …
   * 02 676f            … go
   * </pre>
   */
  @Test
  void readsAKeyThatIsSpelledLikeThis() {
    String key =
        "0000019a2b3c4d5e" + "02" + "02" + "0463617274" + "05474554202f" + "046c616e67" + "02676f";
    assertThat(format.readKey(HEX.parseHex(key)))
        .isEqualTo(
            new RedSeries(
                0x19a_2b3c_4d5eL,
                "cart",
                "GET /",
                SpanKind.SERVER,
                StatusCode.ERROR,
                Map.of("lang", "go")));
    assertThat(SumFormat.windowOf(HEX.parseHex(key))).isEqualTo(0x19a_2b3c_4d5eL);
  }

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e               window start
   * 02 02                          SERVER, ERROR
   * 00 00                          neither service nor name
   * 14 6f74656c2e6d65747269632e6f766572666c6f77   otel.metric.overflow
   * 04 74727565                    true
   * 12 7370616e6d696c6c2e706172746974696f6e       spanmill.partition
   * 02 3132                        12
   * </pre>
   */
  @Test
  void spellsTheKeyOfAnOverflowLikeThis() {
    String key = "0000019a2b3c4d5e" + "02" + "02" + "0463617274" + "05474554202f";
    String golden =
        "0000019a2b3c4d5e"
            + "0202"
            + "0000"
            + "146f74656c2e6d65747269632e6f766572666c6f77"
            + "0474727565"
            + "127370616e6d696c6c2e706172746974696f6e"
            + "023132";
    assertThat(HEX.formatHex(format.overflowKey(HEX.parseHex(key), 12))).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(
            new RedSeries(
                0x19a_2b3c_4d5eL,
                "",
                "",
                SpanKind.SERVER,
                StatusCode.ERROR,
                Map.of("otel.metric.overflow", "true", "spanmill.partition", "12")));
  }

  @Test
  void keysAreInTheOrderOfTime() {
    ProtoWriter out = new ProtoWriter(8);
    SumFormat.writeWindow(0x0102_0304_0506_0708L, out);
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo("0102030405060708");
  }

  /**
   *
   *
   * <pre>
   * 02                                 version
   * 03                                 calls
   * 80808030                           adjusted calls: 6 · 2^24
   * 96d5b9be04                         duration: 1 204 710 038 ns
   * 00                                 shortest: 0
   * 95d5b9be04                         longest: 1 204 710 037 ns
   * 02                                 zeros (zigzag): 1
   * 02                                 two buckets
   *   f31d 02                          −1914, one
   *   961e 02                          +1931: bucket 17, one
   * 01                                 one exemplar
   *   5b8efff798038103d269b633813fc60c
   *   07                               whose longest span took 7 ns
   * </pre>
   */
  @Test
  void spellsASumLikeThis() {
    RedSum sum = new RedSum();
    sum.add(0, 2 << 24);
    sum.add(1, 2 << 24);
    sum.add(1_204_710_037L, 2 << 24);
    sum.addExemplar(new TraceId(0x5b8e_fff7_9803_8103L, 0xd269_b633_813f_c60cL), 7);
    String golden =
        "02"
            + "03"
            + "80808030"
            + "96d5b9be04"
            + "00"
            + "95d5b9be04"
            + "02"
            + "02"
            + "f31d02"
            + "961e02"
            + "01"
            + "5b8efff798038103d269b633813fc60c"
            + "07";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(golden))))).isEqualTo(bytes(sum));
  }

  @Test
  void spellsAnEmptySumLikeThis() {
    assertThat(HEX.formatHex(bytes(format.empty())))
        .isEqualTo("02" + "000000" + "ffffffffffffffff7f" + "00" + "0000" + "00");
  }

  @Test
  void comesBackAsItWas() {
    for (long seed = SEED; seed < SEED + 1_000; seed++) {
      RedSum sum = random(new SplittableRandom(seed));
      RedSum back = format.read(new ByteReader(bytes(sum)));
      assertThat(bytes(back)).as("seed %x", seed).isEqualTo(bytes(sum));
      assertThat(back.calls()).isEqualTo(sum.calls());
      assertThat(back.adjustedCalls()).isEqualTo(sum.adjustedCalls());
      assertThat(back.durationNanos()).isEqualTo(sum.durationNanos());
      assertThat(back.minNanos()).isEqualTo(sum.minNanos());
      assertThat(back.maxNanos()).isEqualTo(sum.maxNanos());
      assertThat(back.durations().total()).isEqualTo(sum.calls());
      assertThat(back.exemplars()).isEqualTo(sum.exemplars());
      assertThat(back.exemplars())
          .allMatch(trace -> back.exemplarNanos(trace) == sum.exemplarNanos(trace));
    }
  }

  private static RedSum random(SplittableRandom random) {
    RedSum sum = new RedSum();
    for (int count = random.nextInt(20); count > 0; count--) {
      sum.add(random.nextLong() >>> random.nextInt(1, 64), random.nextLong() >>> 1);
      sum.addExemplar(new TraceId(random.nextLong(), random.nextLong()), random.nextLong() >>> 1);
    }
    return sum;
  }

  /** Of a megabyte of buckets in descending order each would be put before all others. */
  @Test
  void refusesBucketsThatDoNotAscendOrThatNoDurationHas() {
    String before = "02" + "0202020101" + "00";
    for (String buckets : new String[] {"02" + "0402" + "0102", "02" + "0402" + "0002"}) {
      assertThatThrownBy(() -> format.read(new ByteReader(HEX.parseHex(before + buckets))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("bucket [12] after bucket 2");
    }
    String tooFar = "02" + "feffffff0f02";
    assertThatThrownBy(() -> format.read(new ByteReader(HEX.parseHex(before + tooFar))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bucket 2147483647 after bucket 0");
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> format.read(new ByteReader(new byte[] {3, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored version 3, not 2");
  }

  private byte[] bytes(RedSum sum) {
    ProtoWriter out = new ProtoWriter(64);
    format.write(sum, out);
    return out.toByteArray();
  }
}
