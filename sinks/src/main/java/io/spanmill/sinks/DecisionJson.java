package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.model.Decision;
import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import java.util.Locale;

/**
 * A decision as JSON. Of these there is one for each trace, which makes it a part of the span path:
 * names are spelled once, and numbers without text in between.
 */
final class DecisionJson {
  private enum Field {
    TRACE_ID,
    REVISION,
    KEPT,
    THRESHOLD,
    POLICY,
    MATCHED,
    POLICY_SET,
    RANDOMNESS,
    RANDOMNESS_SOURCE,
    LOWEST_THRESHOLD_IN,
    MATCHES,
    TABLE_EPOCH,
    CLOSED_BY,
    SPANS,
    SERVICES,
    ROOT_SERVICE,
    ROOT_NAME,
    START_UNIX_NANO,
    DURATION_SECONDS,
    ERROR,
    LATE_SPANS,
    LATE_ERRORS,
    REOPENED;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final byte[] spelled =
        ('"' + name().toLowerCase(Locale.ROOT) + "\":").getBytes(US_ASCII);
  }

  private final JsonBytes out = new JsonBytes(1024);

  private DecisionJson() {}

  static byte[] of(Decision decision) {
    return new DecisionJson().write(decision).toByteArray();
  }

  private JsonBytes write(Decision decision) {
    Verdict verdict = decision.verdict();
    out.beginObject();
    at(Field.TRACE_ID).hex(decision.traceId());
    at(Field.REVISION).number(decision.revision());
    at(Field.KEPT).truth(verdict.kept());
    at(Field.THRESHOLD).text(verdict.kept() ? Threshold.digits(verdict.threshold()) : null);
    at(Field.POLICY).text(verdict.policy());
    writeReasons(verdict);
    at(Field.CLOSED_BY).text(decision.closedBy().label());
    at(Field.SPANS).number(decision.spans());
    at(Field.SERVICES).number(decision.services());
    at(Field.ROOT_SERVICE).text(decision.rootService());
    at(Field.ROOT_NAME).text(decision.rootName());
    at(Field.START_UNIX_NANO).text(Long.toUnsignedString(decision.startNanos()));
    at(Field.DURATION_SECONDS).plain(Decimals.seconds(decision.durationNanos()));
    at(Field.ERROR).truth(decision.error());
    at(Field.LATE_SPANS).number(decision.lateSpans());
    at(Field.LATE_ERRORS).number(decision.lateErrors());
    at(Field.REOPENED).truth(decision.reopened());
    return out.endObject();
  }

  private void writeReasons(Verdict verdict) {
    at(Field.MATCHED).beginArray();
    for (String policy : verdict.matched()) {
      out.text(policy);
    }
    out.endArray();
    at(Field.POLICY_SET).text(verdict.policySet());
    at(Field.RANDOMNESS).text(Threshold.allDigits(verdict.basis().randomness()));
    at(Field.RANDOMNESS_SOURCE).text(verdict.basis().source().label());
    at(Field.LOWEST_THRESHOLD_IN).text(Threshold.digits(verdict.floor()));
    at(Field.MATCHES).beginArray();
    for (Match match : verdict.matches()) {
      write(match);
    }
    out.endArray();
  }

  private void write(Match match) {
    out.beginObject();
    at(Field.POLICY).text(match.policy());
    at(Field.THRESHOLD).text(Threshold.digits(match.threshold()));
    if (match.tableEpoch() != Match.NO_TABLE) {
      at(Field.TABLE_EPOCH).number(match.tableEpoch());
    }
    out.endObject();
  }

  private JsonBytes at(Field field) {
    return out.name(field.spelled);
  }
}
