package io.spanmill.topology.config;

import io.spanmill.model.StatusCode;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.ottl.Re2Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads policies as the OpenTelemetry Collector's {@code tail_sampling} processor spells them. */
final class PolicyReader {
  private static final List<String> TYPES =
      List.of(
          "always_sample",
          "status_code",
          "latency",
          "probabilistic",
          "string_attribute",
          "numeric_attribute",
          "boolean_attribute",
          "span_count",
          "and",
          "not",
          "drop");

  /** The Collector has these too. */
  private static final Set<String> LATER =
      Set.of(
          "rate_limiting",
          "bytes_limiting",
          "composite",
          "ottl_condition",
          "trace_state",
          "trace_flags");

  private final List<String> notes = new ArrayList<>();

  private PolicyReader() {}

  /**
   * What was read.
   *
   * @param notes what is accepted but has no effect
   */
  record Policies(List<PolicySpec> policies, List<String> notes) {}

  /** A list of policies, each with a name of its own; outside the file also as text. */
  static Policies read(Place place) {
    PolicyReader reader = new PolicyReader();
    Place list = YamlTree.unfolded(place);
    return new Policies(list.items().stream().map(reader::policy).toList(), reader.notes);
  }

  private PolicySpec policy(Place policy) {
    Fields fields = new Fields(policy);
    Place name = fields.required("name");
    if (name.text().isEmpty()) {
      throw name.wrong("is empty");
    }
    return policy(fields, fields.required("type"), name.text());
  }

  private PolicySpec subPolicy(Place policy) {
    Fields fields = new Fields(policy);
    Place type = fields.required("type");
    if (type.text().equals("drop")) {
      throw type.refused("cannot stand inside another policy");
    }
    return policy(fields, type, fields.text("name", type.text()));
  }

  private List<PolicySpec> subPolicies(Place list) {
    return list.items().stream().map(this::subPolicy).toList();
  }

  private PolicySpec policy(Fields policy, Place type, String name) {
    refuseUnknown(type);
    Fields block = policy.block(type.text());
    policy.nothingElse();
    try {
      PolicySpec spec = typed(type.text(), name, block);
      block.nothingElse();
      return spec;
    } catch (IllegalArgumentException broken) {
      throw block.place().wrongBelow(broken);
    }
  }

  private static void refuseUnknown(Place type) {
    if (LATER.contains(type.text())) {
      throw type.refused("is not supported yet; supported: " + String.join(", ", TYPES));
    }
    if (!TYPES.contains(type.text())) {
      throw type.refused("is not a policy type" + Spelling.advice(type.text(), TYPES));
    }
  }

  private PolicySpec typed(String type, String name, Fields block) {
    return switch (type) {
      case "always_sample" -> new PolicySpec.AlwaysSample(name);
      case "status_code" -> new PolicySpec.StatusCodes(name, codes(block.required("status_codes")));
      case "latency" ->
          new PolicySpec.Latency(
              name,
              Fields.whole(block.required("threshold_ms")),
              block.whole("upper_threshold_ms"));
      case "probabilistic" -> probabilistic(name, block);
      case "string_attribute" -> stringAttribute(name, block);
      case "numeric_attribute" -> numericAttribute(name, block);
      case "boolean_attribute" ->
          new PolicySpec.BooleanAttribute(
              name, block.required("key").text(), block.flag("value"), block.flag("invert_match"));
      case "span_count" ->
          new PolicySpec.SpanCount(name, block.count("min_spans"), block.count("max_spans"));
      case "and" -> new PolicySpec.And(name, subPolicies(block.required("and_sub_policy")));
      case "not" -> new PolicySpec.Not(name, subPolicy(block.required("not_sub_policy")));
      case "drop" -> new PolicySpec.Drop(name, subPolicies(block.required("drop_sub_policy")));
      default -> throw new AssertionError(type);
    };
  }

  private static Set<StatusCode> codes(Place list) {
    Set<StatusCode> codes = EnumSet.noneOf(StatusCode.class);
    for (Place item : list.items()) {
      codes.add(code(item));
    }
    return codes;
  }

  private static StatusCode code(Place item) {
    String text = item.text();
    return Arrays.stream(StatusCode.values())
        .filter(code -> code.name().equals(text))
        .findFirst()
        .orElseThrow(() -> item.refused("is not one of UNSET, OK, ERROR"));
  }

  private PolicySpec probabilistic(String name, Fields block) {
    if (!block.text("hash_salt", "").isEmpty()) {
      notes.add(
          block.place().label() + ".hash_salt: has no effect; one randomness serves all policies");
    }
    return new PolicySpec.Probabilistic(name, number(block.required("sampling_percentage")));
  }

  private static double number(Place value) {
    try {
      return Double.parseDouble(value.text());
    } catch (NumberFormatException noNumber) {
      throw value.refused("is not a number");
    }
  }

  private static PolicySpec stringAttribute(String name, Fields block) {
    String key = block.required("key").text();
    List<Place> values = block.required("values").items();
    boolean regex = block.flag("enabled_regex_matching");
    boolean invert = block.flag("invert_match");
    block.whole("cache_max_size");
    return regex
        ? new PolicySpec.StringAttribute(name, key, Set.of(), patterns(values), invert)
        : new PolicySpec.StringAttribute(name, key, texts(values), List.of(), invert);
  }

  private static List<Pattern> patterns(List<Place> values) {
    return values.stream().map(value -> ValueType.compiled(value, Re2Pattern::compile)).toList();
  }

  private static Set<String> texts(List<Place> values) {
    Set<String> texts = new LinkedHashSet<>();
    values.forEach(value -> texts.add(value.text()));
    return texts;
  }

  /** The Collector takes a bound of 0 for none. */
  private static PolicySpec numericAttribute(String name, Fields block) {
    long min = block.whole("min_value");
    long max = block.whole("max_value");
    return new PolicySpec.NumericAttribute(
        name,
        block.required("key").text(),
        min == 0 ? Long.MIN_VALUE : min,
        max == 0 ? Long.MAX_VALUE : max,
        block.flag("invert_match"));
  }
}
