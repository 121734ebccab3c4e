package io.spanmill.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemandFormatTest {
  private static final long SEED = 0x5eed_de4aL;
  private static final HexFormat HEX = HexFormat.of();

  private final DemandFormat format = new DemandFormat();

  /**
   *
   *
   * <pre>
   * 0000019a2b3c4d5e   epoch's start
   * 04 72657374        policy rest
   * fedcba9876543210   hash of the key
   * </pre>
   */
  @Test
  void spellsAKeyLikeThis() {
    String golden = "0000019a2b3c4d5e" + "0472657374" + "fedcba9876543210";
    ProtoWriter out = new ProtoWriter(8);
    DemandFormat.writeKey(0x19a_2b3c_4d5eL, "rest".getBytes(UTF_8), out);
    assertThat(format.readKey(out.toByteArray()))
        .isEqualTo(new Demand(0x19a_2b3c_4d5eL, "rest", null));
    DemandFormat.writeHash(0xfedc_ba98_7654_3210L, out);
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo(golden);
    assertThat(format.readKey(HEX.parseHex(golden)))
        .isEqualTo(new Demand(0x19a_2b3c_4d5eL, "rest", 0xfedc_ba98_7654_3210L));
  }

  /**
   *
   *
   * <pre>
   * 01                  version
   * 02                  two bins
   *   00 03 80808018    0: cost 3, population 3 · 2^24
   *   04 02 80808020    4: cost 2, population 4 · 2^24
   * </pre>
   */
  @Test
  void spellsASumLikeThis() {
    DemandSum sum = new DemandSum();
    sum.add(Threshold.parse("8"), 2);
    sum.add(Threshold.ALWAYS, 3);
    String golden = "01" + "02" + "000380808018" + "040280808020";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);
    assertThat(bytes(format.read(new ByteReader(HEX.parseHex(golden))))).isEqualTo(bytes(sum));
  }

  @Test
  void comesBackAsItWas() {
    for (long seed = SEED; seed < SEED + 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DemandSum sum = format.empty();
      for (int i = random.nextInt(30); i > 0; i--) {
        sum.add(random.nextLong() >>> random.nextInt(8, 64), random.nextLong() >>> 1);
      }
      DemandSum back = format.read(new ByteReader(bytes(sum)));
      assertThat(bytes(back)).as("seed %x", seed).isEqualTo(bytes(sum));
      assertThat(format.isNothing(back)).isEqualTo(sum.size() == 0);
    }
  }

  @Test
  void refusesWhatNoDemandIs() {
    assertThatThrownBy(
            () -> format.read(new ByteReader(HEX.parseHex("0102" + "040101" + "000101"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bin 4 after bin 4");
    assertThatThrownBy(() -> format.read(new ByteReader(HEX.parseHex("0101" + "e1010101"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bin 225 after bin -1");
    assertThatThrownBy(
            () -> format.read(new ByteReader(HEX.parseHex("0101" + "0001ffffffffffffffffff01"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("demand of -1");
    assertThat(format.read(new ByteReader(HEX.parseHex("0101" + "e0010101"))).bin(0))
        .isEqualTo(DemandSum.binOf(Threshold.NEVER - 1));
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> format.read(new ByteReader(new byte[] {9, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored version 9, not 1");
  }

  private byte[] bytes(DemandSum sum) {
    ProtoWriter out = new ProtoWriter(64);
    format.write(sum, out);
    return out.toByteArray();
  }
}
