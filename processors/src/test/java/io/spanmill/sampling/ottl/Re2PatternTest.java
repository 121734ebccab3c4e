package io.spanmill.sampling.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Re2PatternTest {
  /** Where an engine tries again and again, these take longer than anyone waits. */
  @ParameterizedTest
  @ValueSource(strings = {".*.*.*=x", "(a+)+$", "(a|a)*b", "(=|==)+$", "^(([a-z=])+.)+[A-Z]"})
  void noTextTakesLong(String expression) {
    for (String text : new String[] {"=", "a", "a="}) {
      assertThat(Re2Pattern.compile(expression).matcher(text.repeat(20_000) + "!").find())
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[:alpha:]]+ | 12é     | false",
        "[[:alpha:]]+ | 12e     | true",
        "(?P<x>a)b    | ab      | true",
        "\\p{Greek}   | α       | true",
        "[a&&b]       | &       | true",
        "(?i)ERROR    | error   | true",
        "^.$          | \ud83d\ude00 | true",
        "\\x{5000}     | \u5000 | true",
      })
  void readsTheCollectorsSyntax(String expression, String text, boolean found) {
    assertThat(Re2Pattern.compile(expression).matcher(text).find()).isEqualTo(found);
  }

  @Test
  void anEndIsTheEndOfTheText() {
    assertThat(Re2Pattern.compile("a$").matcher("a\n").find()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((a{16}){16}){16}){16}",
        "((((a{1,9}){1,9}){1,9}){1,9}){1,9}",
        "(\\Q)\\Eb{1000}){1000}",
        "([[:alpha:])]{1000}){1000}",
        "([])]{1000}){1000}",
        "([\\])]{1000}){1000}",
        "(\\){1000}){1000}",
        "(a{1000,}b){1000}",
      })
  void refusesWhatTakesMemoryWithoutEnd(String expression) {
    assertThatThrownBy(() -> Re2Pattern.compile(expression))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("more than 4000 parts");
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() {
    String deep = "(".repeat(10_000) + "a" + ")*".repeat(10_000);
    assertThatThrownBy(() -> Re2Pattern.compile(deep)).hasMessageContaining("nested more than 100");
  }

  @Test
  void takesWhatIsJustNotTooLarge() {
    assertThat(Re2Pattern.compile("a?".repeat(2_000)).matcher("b").find()).isTrue();
    assertThat(Re2Pattern.compile("a|".repeat(1_999) + "b").matcher("b").find()).isTrue();
    assertThat(Re2Pattern.compile("(?:a{0,3}b){0,500}").matcher("b").find()).isTrue();
    String nested = "(".repeat(100) + "a" + ")*".repeat(100);
    assertThat(Re2Pattern.compile(nested).matcher("a").find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", ")", "[", "[]", "[^]", "\\", "\\Q", "a**", "x{2,1}", "\\x{41", "(?=a)", "(?P<", "[[:"
      })
  void whatIsNoneIsRefusedOrReadButNothingElse(String expression) {
    try {
      Re2Pattern.compile(expression).matcher("a").find();
    } catch (PatternSyntaxException refused) {
      assertThat(refused.getDescription()).isNotBlank();
    }
  }
}
