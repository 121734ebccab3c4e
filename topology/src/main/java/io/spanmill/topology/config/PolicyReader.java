package io.spanmill.topology.config;

import com.google.re2j.Pattern;
import io.spanmill.model.StatusCode;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.ottl.OttlExpression;
import io.spanmill.sampling.ottl.OttlParser;
import io.spanmill.sampling.ottl.OttlSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies as the OpenTelemetry Collector's {@code tail_sampling} processor spells them, and
 * {@code throughput}, which only we have.
 */
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
          "trace_state",
          "trace_flags",
          "ottl_condition",
          "rate_limiting",
          "bytes_limiting",
          "throughput",
          "composite",
          "and",
          "not",
          "drop");

  private final List<String> notes = new ArrayList<>();
  private final BudgetReader budgets = new BudgetReader(notes);
  private final Set<String> budgetNames = new HashSet<>();

  private PolicyReader() {}

  /**
   * What was read.
   *
   * @param notes what is accepted but has no effect, or another one than in the Collector
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

  /**
   * A limit needs a name that no other has, so one inside another policy has that one's name in
   * front.
   *
   * @param outer name of the policy that it stands in
   */
  private PolicySpec subPolicy(String outer, Place policy) {
    Fields fields = new Fields(policy);
    Place type = fields.required("type");
    if (type.text().equals("drop")) {
      throw type.refused("cannot stand inside another policy");
    }
    String name = fields.text("name", type.text());
    return policy(fields, type, BudgetReader.isBudget(type) ? outer + "/" + name : name);
  }

  private List<PolicySpec> subPolicies(String outer, Place list) {
    return list.items().stream().map(item -> subPolicy(outer, item)).toList();
  }

  private List<PolicySpec> dropped(String outer, Place list) {
    for (Place item : list.items()) {
      Place type = new Fields(item).required("type");
      if (BudgetReader.isBudget(type)) {
        throw type.refused("cannot stand inside drop: a limit says what to keep");
      }
    }
    int limits = budgetNames.size();
    List<PolicySpec> policies = subPolicies(outer, list);
    if (budgetNames.size() > limits) {
      throw list.wrong("a limit cannot stand inside drop: a limit says what to keep");
    }
    return policies;
  }

  /** The parts of a composite policy have budgets, too, which go by name. */
  private void refuseSharedBudgets(PolicySpec spec, Fields block) {
    if (spec instanceof PolicySpec.Composite composite) {
      for (PolicySpec.Composite.Part part : composite.parts()) {
        String name = composite.name() + "/" + part.policy().name();
        if (!budgetNames.add(name)) {
          throw block.place().wrong("two limits are named \"" + name + "\"");
        }
      }
    }
  }

  private PolicySpec policy(Fields policy, Place type, String name) {
    if (!TYPES.contains(type.text())) {
      throw type.refused("is not a policy type" + Spelling.advice(type.text(), TYPES));
    }
    if (BudgetReader.isBudget(type) && !budgetNames.add(name)) {
      throw policy.place().wrong("two limits are named \"" + name + "\"");
    }
    Fields block = policy.block(type.text());
    policy.nothingElse();
    try {
      PolicySpec spec = typed(type.text(), name, block);
      block.nothingElse();
      refuseSharedBudgets(spec, block);
      return spec;
    } catch (IllegalArgumentException broken) {
      throw block.place().wrongBelow(broken);
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
      case "span_count" ->
          new PolicySpec.SpanCount(name, block.count("min_spans"), block.count("max_spans"));
      case "rate_limiting" -> budgets.rateLimiting(name, block);
      case "bytes_limiting" -> budgets.bytesLimiting(name, block);
      case "throughput" -> budgets.throughput(name, block);
      case "composite" -> budgets.composite(name, block, item -> subPolicy(name, item));
      case "and" -> new PolicySpec.And(name, subPolicies(name, block.required("and_sub_policy")));
      case "not" -> new PolicySpec.Not(name, subPolicy(name, block.required("not_sub_policy")));
      case "drop" -> new PolicySpec.Drop(name, dropped(name, block.required("drop_sub_policy")));
      default -> noted(block, aboutContent(type, name, block));
    };
  }

  private PolicySpec aboutContent(String type, String name, Fields block) {
    return switch (type) {
      case "string_attribute" -> stringAttribute(name, block);
      case "numeric_attribute" -> numericAttribute(name, block);
      case "boolean_attribute" ->
          new PolicySpec.BooleanAttribute(
              name, block.required("key").text(), block.flag("value"), block.flag("invert_match"));
      case "trace_state" ->
          new PolicySpec.TraceStateEntry(
              name,
              block.required("key").text(),
              Set.copyOf(texts(block.required("values").items())));
      case "trace_flags" -> new PolicySpec.TraceFlags(name);
      case "ottl_condition" -> ottlCondition(name, block);
      default -> throw new AssertionError(type);
    };
  }

  private PolicySpec noted(Fields block, PolicySpec spec) {
    if (spec.dependsOnRandomness()) {
      notes.add(
          block.place().label()
              + ": looks at what decides, or tells, how the trace was sampled before; what it alone"
              + " keeps gets no threshold, as its count cannot be known");
    }
    return spec;
  }

  private PolicySpec ottlCondition(String name, Fields block) {
    Place mode = block.optional("error_mode");
    if (mode != null) {
      refuseUnknownMode(mode);
    }
    List<OttlExpression> conditions = new ArrayList<>();
    conditions.addAll(conditions(block.optional("span"), OttlParser::span));
    conditions.addAll(conditions(block.optional("spanevent"), OttlParser::spanEvent));
    return new PolicySpec.OttlCondition(name, conditions);
  }

  private void refuseUnknownMode(Place mode) {
    switch (mode.text()) {
      case "ignore", "silent" -> {}
      case "propagate" ->
          notes.add(
              mode.label()
                  + ": \"propagate\" is as \"ignore\" here: where a condition has no answer, it is"
                  + " not fulfilled, and the others are still asked");
      default -> throw mode.refused("is not one of ignore, silent, propagate");
    }
  }

  private static List<OttlExpression> conditions(
      @Nullable Place list, Function<String, OttlExpression> parser) {
    return list == null
        ? List.of()
        : list.items().stream().map(item -> condition(item, parser)).toList();
  }

  private static OttlExpression condition(Place item, Function<String, OttlExpression> parser) {
    try {
      return parser.apply(item.text());
    } catch (OttlSyntaxException wrong) {
      throw item.wrong(String.valueOf(wrong.getMessage()));
    }
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
    return new PolicySpec.Probabilistic(name, Fields.number(block.required("sampling_percentage")));
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
    return values.stream().map(value -> ValueType.re2(value, value.text())).toList();
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
