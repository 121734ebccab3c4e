package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.MemoryLogs;
import io.spanmill.fixture.Recording;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlsInForceTest {
  private static final ControlRecord ONE = policies("1");
  private static final ControlRecord TWO = policies("2");
  private static final ControlRecord BROKEN = policies("?");
  private static final ControlRecord WORSE = policies("!");

  private final MemoryLogs logs = new MemoryLogs();
  private final ControlsInForce inForce = new ControlsInForce(new Recording(), logs);

  private static ControlRecord policies(String text) {
    return new PolicySet("v", 0, text).toRecord();
  }

  private static ControlRecord table(String name) {
    return new ControlRecord(ControlRecord.Kind.BUDGET_TABLE, name, new byte[] {7});
  }

  /** What a process tells that comes after this one. */
  private List<String> restored() {
    Recording recording = new Recording();
    new ControlsInForce(recording, logs).restore();
    return recording.drain();
  }

  private static List<String> told(ControlRecord... records) {
    Recording recording = new Recording();
    List<String> lines = new ArrayList<>();
    for (ControlRecord record : records) {
      recording.control(record);
      lines.addAll(recording.drain());
    }
    return lines;
  }

  @Test
  void nothingIsInForceBeforeTheFirst() {
    assertThat(restored()).isEmpty();
  }

  @Test
  void theNewestTakesThePlaceOfThoseBefore() {
    inForce.apply(ONE);
    inForce.apply(TWO);
    assertThat(restored()).isEqualTo(told(TWO));
  }

  @Test
  void whatCannotBeReadStandsBehindWhatIsStillInForce() {
    inForce.apply(ONE);
    inForce.apply(BROKEN);
    inForce.apply(WORSE);
    assertThat(restored()).isEqualTo(told(ONE, WORSE));
    inForce.apply(TWO);
    assertThat(restored()).isEqualTo(told(TWO));
  }

  @Test
  void whatCannotBeReadStandsAloneWhereNothingWasInForce() {
    inForce.apply(BROKEN);
    inForce.apply(WORSE);
    assertThat(restored()).isEqualTo(told(WORSE));
  }

  @Test
  void namesDoNotMeet() {
    inForce.apply(table("table/b/1"));
    inForce.apply(ONE);
    inForce.apply(table("table/a/1"));
    assertThat(restored()).isEqualTo(told(ONE, table("table/a/1"), table("table/b/1")));
  }

  @Test
  void whatHasExpiredIsInForceNoMore() {
    inForce.apply(table("table/a/1"));
    inForce.apply(table("table/a/2"));
    inForce.expire("table/a/1");
    assertThat(restored()).isEqualTo(told(table("table/a/2")));
  }

  @Test
  void isSpelledLikeThis() {
    ControlRecord before = table("a");
    ControlRecord newest = table("b");
    byte[] golden = HexFormat.of().parseHex("01" + "05" + "0101016107" + "05" + "0101016207");
    assertThat(ControlsInForce.toBytes(before, newest)).isEqualTo(golden);
    assertThat(ControlsInForce.read(golden))
        .usingRecursiveComparison()
        .isEqualTo(List.of(before, newest));
  }
}
