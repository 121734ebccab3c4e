package io.spanmill.sampling.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, 500000000",
    "1.5s, 1500000000",
    "1h2m3s, 3723000000000",
    "-2m, -120000000000",
    "+.5h, 1800000000000",
    "1us, 1000",
    "7ns, 7",
    "0, 0",
    "1.s, 1000000000",
    "1h1h, 7200000000000"
  })
  void readsWhatGoReads(String text, long nanos) {
    assertThat(GoDuration.nanos(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-", "5 s", "5d", "1h 2m", "s5", ".s", "1e3s", "--5s"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> GoDuration.nanos(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999999h", "999999999999999999s"})
  void refusesWhatIsTooLong(String text) {
    assertThatThrownBy(() -> GoDuration.nanos(text)).isInstanceOf(ArithmeticException.class);
  }
}
