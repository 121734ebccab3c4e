package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written by hand is what Jackson writes. */
class DecisionJsonLaws {
  private static final String LETTERS =
      "az AZ09~\u007f\u0000\u0001\b\t\n\f\r\u001f\"\\\\/<>&'\u00e9\u0080\u07ff\u0800\u20ac\u2028\ud83d\ude00\uffff";

  @Test
  void aDecisionIsSpelledAsJacksonSpellsIt() throws IOException {
    for (long seed = 0; seed < 20_000; seed++) {
      Decision decision = decision(new SplittableRandom(seed));
      assertThat(new String(new JsonCodec().decision("", decision), UTF_8))
          .as("seed %d", seed)
          .isEqualTo(byJackson(decision));
    }
  }

  private static Decision decision(SplittableRandom random) {
    return new Decision(
        new TraceId(number(random), number(random)),
        random.nextInt(2),
        verdict(random),
        CloseReason.values()[random.nextInt(CloseReason.values().length)],
        random.nextInt(),
        random.nextInt(10),
        text(random),
        text(random),
        number(random),
        number(random) >>> 1,
        random.nextBoolean(),
        random.nextInt(3),
        random.nextInt(3),
        random.nextBoolean());
  }

  private static Verdict verdict(SplittableRandom random) {
    boolean kept = random.nextBoolean();
    Basis.Source source = Basis.Source.values()[random.nextInt(Basis.Source.values().length)];
    List<Match> matches =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> new Match("p" + i, threshold(random), random.nextInt(3) - 1))
            .toList();
    Basis basis = new Basis(threshold(random) & ~Threshold.NEVER, source, false);
    String policy = kept ? "p" + text(random) : null;
    String set = "0123456789ab".substring(random.nextInt(13));
    return new Verdict(kept, threshold(random), threshold(random), basis, set, policy, matches);
  }

  private static long number(SplittableRandom random) {
    return random.nextLong() >>> random.nextInt(Long.SIZE);
  }

  private static long threshold(SplittableRandom random) {
    long any = random.nextLong() >>> 8;
    return random.nextInt(4) == 0 ? Threshold.ALWAYS : any & -1L << random.nextInt(56);
  }

  private static String text(SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    boolean plain = random.nextBoolean();
    for (int i = random.nextInt(40); i > 0; i--) {
      int point = random.nextInt(LETTERS.codePointCount(0, LETTERS.length()));
      int letter = LETTERS.codePointAt(LETTERS.offsetByCodePoints(0, point));
      text.appendCodePoint(plain ? 'a' + letter % 26 : letter);
    }
    return random.nextInt(20) == 0 ? text.toString().repeat(60) : text.toString();
  }

  private static String byJackson(Decision decision) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("trace_id", decision.traceId().hex());
      out.writeNumberField("revision", decision.revision());
      writeVerdict(decision.verdict(), out);
      out.writeStringField("closed_by", decision.closedBy().label());
      out.writeNumberField("spans", decision.spans());
      out.writeNumberField("services", decision.services());
      out.writeStringField("root_service", decision.rootService());
      out.writeStringField("root_name", decision.rootName());
      out.writeStringField("start_unix_nano", Long.toUnsignedString(decision.startNanos()));
      BigDecimal seconds = BigDecimal.valueOf(decision.durationNanos(), 9).stripTrailingZeros();
      out.writeFieldName("duration_seconds");
      out.writeNumber(seconds.toPlainString());
      out.writeBooleanField("error", decision.error());
      out.writeNumberField("late_spans", decision.lateSpans());
      out.writeNumberField("late_errors", decision.lateErrors());
      out.writeBooleanField("reopened", decision.reopened());
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void writeVerdict(Verdict verdict, JsonGenerator out) throws IOException {
    out.writeBooleanField("kept", verdict.kept());
    out.writeStringField(
        "threshold", verdict.kept() ? Threshold.digits(verdict.threshold()) : null);
    out.writeStringField("policy", verdict.policy());
    out.writeArrayFieldStart("matched");
    for (String policy : verdict.matched()) {
      out.writeString(policy);
    }
    out.writeEndArray();
    out.writeStringField("policy_set", verdict.policySet());
    out.writeStringField("randomness", Threshold.allDigits(verdict.basis().randomness()));
    out.writeStringField("randomness_source", verdict.basis().source().label());
    out.writeStringField("lowest_threshold_in", Threshold.digits(verdict.floor()));
    out.writeArrayFieldStart("matches");
    for (Match match : verdict.matches()) {
      out.writeStartObject();
      out.writeStringField("policy", match.policy());
      out.writeStringField("threshold", Threshold.digits(match.threshold()));
      if (match.tableEpoch() != Match.NO_TABLE) {
        out.writeNumberField("table_epoch", match.tableEpoch());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
