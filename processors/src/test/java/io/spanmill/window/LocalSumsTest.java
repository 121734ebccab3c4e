package io.spanmill.window;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSumsTest {
  /** A length of 2^31 − 1 was made room for; one of −1 went back, and never came to an end. */
  @ParameterizedTest
  @CsvSource({
    "01,                            another version",
    "02 06,                         kind that there is not",
    "02 00 ffffffff07,                 key that is longer than memory",
    "02 00 00 ffffffffffffffffff01,    sum that ends before it begins",
    "02 00 01 00 f9ffffff0f 0000,      sum that ends before its key",
    "02 00 02 00,                      key that is cut short",
  })
  void refusesABatchThatIsNone(String hex, String what) {
    byte[] batch = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> LocalSums.read(batch, (key, sum) -> {}))
        .as(what)
        .isInstanceOf(IllegalArgumentException.class);
  }
}
