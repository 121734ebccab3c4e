package io.spanmill.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextMatchTest {
  private static final List<Pattern> PATTERNS =
      List.of(Pattern.compile("^a.*b"), Pattern.compile("ä|zz"), Pattern.compile("q{3}"));
  private static final Set<String> VALUES = Set.of("a", "ab", "ä", "service-12345678-east");

  private final AttributeValue value = new AttributeValue();

  private AttributeValue value(String text) throws Exception {
    TestSpan span = TestSpan.of(1, 0, "a", SpanKind.SERVER).with("", Map.of("k", text));
    Attributes attributes = new OpenTrace(0).add(List.of(span)).view().span(0).attributes();
    assertThat(attributes.find(new AttributeKey("k"), value)).isTrue();
    return value;
  }

  /** Few letters make texts come again; some are too long to be remembered. */
  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(10) == 0 ? 300 : random.nextInt(5);
    for (int i = 0; i < length; i++) {
      text.append("abqzä".charAt(random.nextInt(5)));
    }
    return text.toString();
  }

  @Test
  void saysOfEveryTextWhatThePolicySaysOfIt() throws Exception {
    var found = new PolicySpec.StringAttribute("p", "k", Set.of(), PATTERNS, false);
    var equal = new PolicySpec.StringAttribute("v", "k", VALUES, List.of(), false);
    TextMatch byPattern = new TextMatch(found);
    TextMatch byValue = new TextMatch(equal);
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 5_000; i++) {
      String text = text(random);
      assertThat(byPattern.test(value(text))).as(text).isEqualTo(found.matches(text));
      assertThat(byValue.test(value(text))).as(text).isEqualTo(equal.matches(text));
    }
  }

  @Test
  void textsInOneSlotAreToldApart() throws Exception {
    var numbers = List.of(Pattern.compile("[02468]$"));
    TextMatch even =
        new TextMatch(new PolicySpec.StringAttribute("p", "k", Set.of(), numbers, false));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3_000; i++) {
        assertThat(even.test(value("service-" + i))).as("%d", i).isEqualTo(i % 2 == 0);
      }
    }
  }

  @Test
  void aTextIsComparedWhole() throws Exception {
    assertThat(value("north").isText("north".getBytes(UTF_8))).isTrue();
    assertThat(value("north").isText("nort".getBytes(UTF_8))).isFalse();
    assertThat(value("north").isText("northern".getBytes(UTF_8))).isFalse();
    assertThat(value("").isText(new byte[0])).isTrue();
    assertThat(value("north-by-northwest").textHash())
        .isNotEqualTo(value("north-by-northeast").textHash());
  }
}
