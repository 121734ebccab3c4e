package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.state.ControlRecord.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ControlRecordTest {
  private static final PolicySet SET =
      new PolicySet("0123456789ab", 0x19a_2b3c_4d5eL, "{match: any}");

  private static byte[] bytes(String... hex) {
    return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
  }

  @Test
  void isSpelledLikeThis() {
    byte[] golden = bytes("01 01", "09 7461626c652f612f31", "cafe"); // table/a/1
    ControlRecord record = new ControlRecord(Kind.BUDGET_TABLE, "table/a/1", bytes("cafe"));

    assertThat(record.toBytes()).isEqualTo(golden);
    assertThat(ControlRecord.of(golden)).usingRecursiveComparison().isEqualTo(record);
  }

  @Test
  void aPolicySetIsSpelledLikeThis() {
    byte[] golden =
        bytes("01 0000019a2b3c4d5e", "0c 303132333435363738396162", "7b6d617463683a20616e797d");

    assertThat(SET.toBytes()).isEqualTo(golden);
    assertThat(PolicySet.of(golden)).isEqualTo(SET);
    assertThat(HexFormat.of().formatHex(SET.toRecord().toBytes()))
        .isEqualTo("0100" + "08706f6c6963696573" + HexFormat.of().formatHex(golden));
  }

  @Test
  void theKeyIsSpelledLikeThis() {
    assertThat(ControlRecord.key())
        .isEqualTo(bytes("01 04 00000000 00000000 8000000000000000 8000000000000000"));
    assertThat(Stamp.of(ControlRecord.key()).kind()).isEqualTo(Stamp.Kind.CONTROL);
  }

  @Test
  void kindsHaveTheirNumbers() {
    assertThat(Kind.values()).containsExactly(Kind.POLICY_SET, Kind.BUDGET_TABLE);
  }

  /** The digests are those that {@code sha256sum} gives. */
  @Test
  void aVersionIsTheBeginningOfTheTextsDigest() {
    assertThat(PolicySet.versionOf("")).isEqualTo("e3b0c44298fc");
    assertThat(PolicySet.versionOf("abc")).isEqualTo("ba7816bf8f01");
  }

  @Test
  void thereIsOnePolicySetAndItHasItsName() {
    assertThatThrownBy(() -> new ControlRecord(Kind.POLICY_SET, "others", new byte[0]))
        .hasMessage("control record of kind POLICY_SET named others");
    assertThatThrownBy(() -> new ControlRecord(Kind.BUDGET_TABLE, "policies", new byte[0]))
        .hasMessage("control record of kind BUDGET_TABLE named policies");
    assertThatThrownBy(() -> new ControlRecord(Kind.BUDGET_TABLE, "", new byte[0]))
        .hasMessage("control record without a name");
  }

  @Test
  void refusesWhatItCannotRead() {
    assertRefused("02 01 01 61", "not a control record: stored version 2, not 1");
    assertRefused("01 02 01 61", "not a control record: 2 at byte 1 is none of 2 kinds");
    assertRefused("01 ff 01 61", "not a control record: -1 at byte 1 is none of 2 kinds");
    assertThatThrownBy(() -> PolicySet.of(bytes("02")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a policy set: stored version 2, not 1");
  }

  private static void assertRefused(String hex, String message) {
    assertThatThrownBy(() -> ControlRecord.of(bytes(hex)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void foreignBytesAreRefusedAndNothingElse() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] whole = SET.toRecord().toBytes();
      byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length));
      for (int i = random.nextInt(3); i > 0 && broken.length > 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        PolicySet.of(ControlRecord.of(broken).payload());
      } catch (IllegalArgumentException refused) {
        assertThat(refused).as("seed %d", seed).message().isNotEmpty();
      }
    }
  }
}
