package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.Histogram;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class IndicatorFormatTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long WINDOW = 0x19a_2b3c_4d5eL;

  private final IndicatorFormat format = new IndicatorFormat();

  private void keyIs(Indicator indicator, String golden) {
    ProtoWriter out = IndicatorFormat.writeKey(indicator, new ProtoWriter(8));
    assertThat(HEX.formatHex(out.toByteArray())).isEqualTo("0000019a2b3c4d5e" + golden);
    assertThat(format.readKey(out.toByteArray())).isEqualTo(indicator);
  }

  /**
   *
   *
   * <pre>
   * 00 02 736c             calls for objective sl
   *   00 02 6162           of service ab
   *   01 02 6162 02 6f70   of operation op of service ab
   *   02 02 6162 02 6364   from ab to cd
   *   03 02 6162 02 6666 01 54 01 6d   in error group ff of ab: type T, message m
   * 01 02 6162 02 6666 01 54 01 6d     errors of that group
   * 02 02 6162 02 6f70 02 6364 00      time that cd takes, in an operation without name, of ab op
   * </pre>
   */
  @Test
  void spellsKeysLikeThis() {
    AlertTarget.ErrorGroup group = new AlertTarget.ErrorGroup("ab", "ff", "T", "m");
    AlertTarget.Operation operation = new AlertTarget.Operation("ab", "op");
    keyIs(calls(new AlertTarget.Service("ab")), "0002736c" + "00026162");
    keyIs(calls(operation), "0002736c" + "01026162026f70");
    keyIs(calls(new AlertTarget.Call("ab", "cd")), "0002736c" + "02026162026364");
    keyIs(calls(group), "0002736c" + "030261620266660154016d");
    keyIs(new Indicator.Errors(WINDOW, group), "010261620266660154016d");
    keyIs(
        new Indicator.Contribution(WINDOW, operation, new AlertTarget.Operation("cd", "")),
        "02026162026f7002636400");
  }

  private static Indicator calls(AlertTarget target) {
    return new Indicator.Calls(WINDOW, "sl", target);
  }

  /**
   *
   *
   * <pre>
   * 01                  version
   * 06 03               count 3, bad −2
   * 01                  with a histogram
   *   02 01             one zero, one bucket
   *   00 04             bucket 0, which is up to 1.011 s: 2
   * 01 …                one example
   * </pre>
   */
  @Test
  void spellsASumLikeThis() {
    IndicatorSum sum = new IndicatorSum().add(3, -2);
    Histogram durations = new Histogram();
    durations.addZeros(1);
    durations.addToBucket(0, 2);
    sum.addDurations(durations);
    sum.addExample(new TraceId(1, 2));
    String golden =
        "01" + "0603" + "01" + "0201" + "0004" + "01" + "00000000000000010000000000000002";
    assertThat(HEX.formatHex(bytes(sum))).isEqualTo(golden);

    IndicatorSum read = format.read(new ByteReader(HEX.parseHex(golden)));
    assertThat(bytes(read)).isEqualTo(HEX.parseHex(golden));
    assertThat(HEX.formatHex(bytes(new IndicatorSum()))).isEqualTo("0100000000");
  }

  @Test
  void threeExamplesStayWhateverTheOrder() {
    IndicatorSum one = new IndicatorSum();
    IndicatorSum other = new IndicatorSum();
    for (int id = 9; id > 0; id--) {
      (id % 2 == 0 ? one : other).addExample(new TraceId(0, id));
    }
    one.add(other);
    assertThat(one.examples())
        .containsExactly(new TraceId(0, 1), new TraceId(0, 2), new TraceId(0, 3));
  }

  @Test
  void refusesWhatIsNotOurs() {
    assertThatThrownBy(() -> format.readKey(HEX.parseHex("0000019a2b3c4d5e09")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> format.read(new ByteReader(HEX.parseHex("02"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] bytes(IndicatorSum sum) {
    ProtoWriter out = new ProtoWriter(8);
    format.write(sum, out);
    return out.toByteArray();
  }
}
