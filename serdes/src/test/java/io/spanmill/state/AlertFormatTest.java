package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlertFormatTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String ONE = "000000000000f03f";
  private static final String TWO = "0000000000000040";

  /**
   *
   *
   * <pre>
   * 01 03 01                       version, new error, firing
   * 016f 0173 0161                 objective o, severity s, summary a
   * 00 0162                        service b
   * 01 02 03                       since 1 ms, fired 2 ms, at 3 ms
   * … …                            value 1, threshold 2
   * 01 …                           baseline 1
   * 08                             4 calls
   * 01 05 0c 07 … …                a window: 5 ms, 6 calls, −4 bad; 2 where 1 is allowed
   * 01 0163 0164 …                 top contributor c d: 1
   * 01 0165 0166 0167 0168 12      top error of e: f, g, h, 9 times
   * 01 …                           one example
   * </pre>
   */
  @Test
  void spellsAnAlertLikeThis() {
    String golden =
        "010301"
            + "016f01730161"
            + "000162"
            + "010203"
            + ONE
            + TWO
            + "01"
            + ONE
            + "08"
            + ("01050c07" + TWO + ONE)
            + ("0101630164" + ONE)
            + "010165016601670168"
            + "12"
            + ("01" + "00000000000000010000000000000002");
    Alert alert =
        alert(
            new Alert.Evidence(
                1,
                2,
                1.0,
                4,
                List.of(new Alert.Window(5, 2, 1, 6, -4)),
                new Alert.Contributor("c", "d", 1),
                new Alert.TopError("e", "f", "g", "h", 9),
                List.of(new TraceId(1, 2))));
    assertThat(HEX.formatHex(bytes(alert))).isEqualTo(golden);
    assertThat(AlertFormat.read(new ByteReader(HEX.parseHex(golden)))).isEqualTo(alert);
  }

  @Test
  void whatIsNotKnownStaysUnknown() {
    Alert alert = alert(new Alert.Evidence(1, 2, null, 4, List.of(), null, null, List.of()));
    assertThat(AlertFormat.read(new ByteReader(bytes(alert)))).isEqualTo(alert);
  }

  private static Alert alert(Alert.Evidence evidence) {
    return new Alert(
        "o",
        Alert.Kind.NEW_ERROR,
        new AlertTarget.Service("b"),
        "s",
        Alert.State.FIRING,
        1,
        2,
        3,
        evidence,
        "a");
  }

  private static byte[] bytes(Alert alert) {
    ProtoWriter out = new ProtoWriter(8);
    AlertFormat.write(alert, out);
    return out.toByteArray();
  }
}
