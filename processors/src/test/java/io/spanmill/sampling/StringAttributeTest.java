package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static io.spanmill.sampling.Asked.k;
import static io.spanmill.sampling.Asked.onResource;
import static io.spanmill.sampling.Asked.onSpan;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.TestSpan;
import io.spanmill.sampling.ottl.Re2Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StringAttributeTest {
  private static Asked exactly(boolean invert, String... values) {
    return new Asked(new PolicySpec.StringAttribute("p", "k", Set.of(values), List.of(), invert));
  }

  private static Asked pattern(String expression) {
    return new Asked(
        new PolicySpec.StringAttribute(
            "p", "k", Set.of(), List.of(Re2Pattern.compile(expression)), false));
  }

  @Test
  void matchesOneOfItsValuesExactly() {
    assertThat(exactly(false, "x", "y").matches(onSpan(k("y")))).isTrue();
    assertThat(exactly(false, "x", "y").matches(onSpan(k("yy")))).isFalse();
    assertThat(exactly(false, "x", "y").matches(onSpan(TestSpan.attribute("kk", "y")))).isFalse();
  }

  @Test
  void theEmptyTextMatchesNothing() {
    assertThat(exactly(false, "x", "").matches(onSpan(k("")))).isFalse();
  }

  @Test
  void matchesOnTheResourceToo() {
    assertThat(exactly(false, "x").matches(onResource(k("x")))).isTrue();
    assertThat(exactly(false, "x").matches(onResource(k("y")))).isFalse();
  }

  @Test
  void matchesOnAnySpan() {
    TestSpan other = SPAN.with("", Map.of("k", "x"));
    assertThat(exactly(false, "x").matches(SPAN, other)).isTrue();
    assertThat(exactly(false, "x").matches(other, SPAN)).isTrue();
  }

  @Test
  void invertedMatchesWhatItDoesNotMatchOtherwise() {
    assertThat(exactly(true, "x").matches(onSpan(k("x")))).isFalse();
    assertThat(exactly(true, "x").matches(onSpan(k("y")))).isTrue();
    assertThat(exactly(true, "x").matches(SPAN)).isTrue();
  }

  @Test
  void invertedMatchesNoTraceOfWhichOneSpanHasTheValue() {
    TestSpan other = SPAN.with("", Map.of("k", "x"));
    assertThat(exactly(true, "x").matches(SPAN, other)).isFalse();
  }

  @Test
  void patternsAreFoundAnywhere() {
    assertThat(pattern("b+").matches(onSpan(k("abbc")))).isTrue();
    assertThat(pattern("^b+$").matches(onSpan(k("abbc")))).isFalse();
  }

  @Test
  void aNumberIsNoText() {
    assertThat(exactly(false, "5").matches(onSpan(k(5)))).isFalse();
  }

  @Test
  void ofAnAttributeThatStandsTwiceTheFirstCounts() {
    assertThat(exactly(false, "x").matches(onSpan(k("x"), k("y")))).isTrue();
    assertThat(exactly(false, "y").matches(onSpan(k("x"), k("y")))).isFalse();
  }

  @Test
  void severalPoliciesMayAskForOneAttribute() {
    PolicySpec x = new PolicySpec.StringAttribute("x", "k", Set.of("x"), List.of(), false);
    PolicySpec notY = new PolicySpec.StringAttribute("y", "k", Set.of("y"), List.of(), true);
    Asked both = new Asked(new PolicySpec.And("p", List.of(x, notY)));
    assertThat(both.matches(onSpan(k("x")))).isTrue();
    assertThat(both.matches(onSpan(k("y")))).isFalse();
    assertThat(both.matches(SPAN.with("", Map.of("k", "x")), SPAN.with("", Map.of("k", "y"))))
        .isFalse();
  }
}
