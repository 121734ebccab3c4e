package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Threshold;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BudgetTableFormatTest {
  private static final HexFormat HEX = HexFormat.of();

  /**
   *
   *
   * <pre>
   * 01                   version
   * 04 72657374          policy rest
   * 0e                   epoch 7
   * 4059000000000000     budget 100
   * 4069000000000000     arrived 200
   * 4058c00000000000     kept 99
   * 00c0000000000000     unlisted: c
   * ffffffffffffffff     key −1 …
   * 0000000000000000     … 0
   * 0000000000000005     key 5 …
   * 0080000000000000     … 8
   * </pre>
   */
  private static final String GOLDEN =
      "01"
          + "0472657374"
          + "0e"
          + "4059000000000000"
          + "4069000000000000"
          + "4058c00000000000"
          + "00c0000000000000"
          + "ffffffffffffffff"
          + "0000000000000000"
          + "0000000000000005"
          + "0080000000000000";

  private static final BudgetTable TABLE =
      new BudgetTable(
          "rest",
          7,
          new BudgetTable.Totals(100, 200, 99),
          new long[] {-1, 5},
          new long[] {Threshold.ALWAYS, Threshold.parse("8")},
          Threshold.parse("c"));

  @Test
  void isSpelledLikeThis() {
    assertThat(HEX.formatHex(BudgetTableFormat.write(TABLE))).isEqualTo(GOLDEN);
  }

  @Test
  void comesBackAsItWas() {
    BudgetTable back = BudgetTableFormat.read(HEX.parseHex(GOLDEN));
    assertThat(back.policy()).isEqualTo("rest");
    assertThat(back.epoch()).isEqualTo(7);
    assertThat(back.totals()).isEqualTo(TABLE.totals());
    assertThat(back.size()).isEqualTo(2);
    assertThat(back.key(1)).isEqualTo(5);
    assertThat(back.threshold(1)).isEqualTo(Threshold.parse("8"));
    assertThat(HEX.formatHex(BudgetTableFormat.write(back))).isEqualTo(GOLDEN);
  }

  @Test
  void keysThatAreNotListedHaveOneThreshold() {
    BudgetTable table = BudgetTableFormat.read(HEX.parseHex(GOLDEN));
    assertThat(table.thresholdOf(-1)).isEqualTo(Threshold.ALWAYS);
    assertThat(table.thresholdOf(5)).isEqualTo(Threshold.parse("8"));
    assertThat(table.thresholdOf(6)).isEqualTo(table.unlisted()).isEqualTo(Threshold.parse("c"));
    assertThat(table.lists(5)).isTrue();
    assertThat(table.lists(6)).isFalse();
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> BudgetTableFormat.read(new byte[] {2, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored version 2, not 1");
  }
}
