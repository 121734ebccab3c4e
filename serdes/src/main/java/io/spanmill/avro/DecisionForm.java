package io.spanmill.avro;

import io.spanmill.model.Decision;
import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Decisions, as {@code Decision.avsc} has them. */
public final class DecisionForm implements AvroForm<Decision> {
  private static final Schema SCHEMA = AvroFields.schema("Decision");
  private static final Schema MATCH = SCHEMA.getField("matches").schema().getElementType();

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public GenericRecord record(Decision decision) {
    GenericRecord out = new GenericData.Record(SCHEMA);
    out.put("trace_id", decision.traceId().hex());
    out.put("revision", decision.revision());
    putVerdict(decision.verdict(), out);
    out.put("closed_by", decision.closedBy().label());
    out.put("spans", (long) decision.spans());
    out.put("services", (long) decision.services());
    out.put("root_service", decision.rootService());
    out.put("root_name", decision.rootName());
    out.put("start_unix_nano", decision.startNanos());
    out.put("duration_seconds", AvroFields.seconds(decision.durationNanos()));
    out.put("error", decision.error());
    out.put("late_spans", (long) decision.lateSpans());
    out.put("late_errors", (long) decision.lateErrors());
    out.put("reopened", decision.reopened());
    return out;
  }

  private static void putVerdict(Verdict verdict, GenericRecord out) {
    out.put("kept", verdict.kept());
    out.put("threshold", verdict.kept() ? Threshold.digits(verdict.threshold()) : null);
    out.put("policy", verdict.policy());
    out.put("matched", verdict.matched());
    out.put("policy_set", verdict.policySet());
    out.put("randomness", Threshold.allDigits(verdict.basis().randomness()));
    out.put("randomness_source", verdict.basis().source().label());
    out.put("lowest_threshold_in", Threshold.digits(verdict.floor()));
    out.put("matches", matches(verdict.matches()));
  }

  private static List<GenericRecord> matches(List<Match> matches) {
    return matches.stream().map(DecisionForm::match).toList();
  }

  private static GenericRecord match(Match match) {
    GenericRecord out = new GenericData.Record(MATCH);
    out.put("policy", match.policy());
    out.put("threshold", Threshold.digits(match.threshold()));
    out.put("table_epoch", match.tableEpoch() == Match.NO_TABLE ? null : match.tableEpoch());
    return out;
  }
}
