package io.spanmill.topology.config;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.PolicySpec.Throughput.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads policies that limit how much is kept. */
final class BudgetReader {
  private static final Set<String> TYPES =
      Set.of("rate_limiting", "bytes_limiting", "throughput", "composite");

  private static final String FOR_ALL =
      " is for the whole application, not for each instance, and is met on average";

  private final List<String> notes;

  BudgetReader(List<String> notes) {
    this.notes = notes;
  }

  static boolean isBudget(Place type) {
    return TYPES.contains(type.text());
  }

  PolicySpec rateLimiting(String name, Fields block) {
    return limiting(name, block, "spans_per_second", Unit.SPANS);
  }

  PolicySpec bytesLimiting(String name, Fields block) {
    return limiting(name, block, "bytes_per_second", Unit.BYTES);
  }

  private PolicySpec limiting(String name, Fields block, String key, Unit unit) {
    double limit = Fields.whole(block.required(key));
    notes.add(block.place().label() + "." + key + FOR_ALL);
    Place burst = block.optional("burst_capacity");
    if (burst != null) {
      notes.add(burst.label() + ": has no effect; what is kept is a share, not the first to come");
    }
    return PolicySpec.Throughput.plain(name, unit, limit);
  }

  PolicySpec throughput(String name, Fields block) {
    Unit unit = null;
    double limit = 0;
    for (Unit candidate : Unit.values()) {
      Place value = block.optional(candidate.name().toLowerCase(Locale.ROOT) + "_per_second");
      if (value != null) {
        limit = Fields.number(value);
        if (unit != null || Double.isInfinite(limit)) {
          throw unit == null ? value.refused("is not a number") : oneUnit(block);
        }
        unit = candidate;
      }
    }
    if (unit == null) {
      throw oneUnit(block);
    }
    Place keys = block.optional("keys");
    boolean strict = block.flag("strict");
    if (strict && keys != null) {
      throw keys.wrong("cannot divide a strict budget; leave keys or strict out");
    }
    return new PolicySpec.Throughput(
        name,
        unit,
        limit,
        keys == null ? List.of() : keys.words(),
        block.number("beta", 0.5),
        block.number("floor", 0),
        block.number("unseen_share", 0.1),
        strict);
  }

  private static ConfigException oneUnit(Fields block) {
    return block
        .place()
        .wrong("needs one of traces_per_second, spans_per_second, bytes_per_second, and only one");
  }

  PolicySpec composite(String name, Fields block, Function<Place, PolicySpec> subPolicy) {
    double total = Fields.whole(block.required("max_total_spans_per_second"));
    Map<String, PolicySpec> policies = policies(block.required("composite_sub_policy"), subPolicy);
    List<String> order = order(block.optional("policy_order"), policies);
    Map<String, Double> budgets =
        budgets(block.optional("rate_allocation"), total, List.copyOf(policies.keySet()));
    notes.add(block.place().label() + ".max_total_spans_per_second" + FOR_ALL);
    double sum = budgets.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > total) {
      notes.add(
          block.place().label()
              + ".rate_allocation: adds up to "
              + Math.round(sum)
              + " spans per second; each policy gets its own, and nothing holds the total");
    }
    List<PolicySpec.Composite.Part> parts = new ArrayList<>();
    for (String part : order) {
      PolicySpec policy = policies.get(part);
      Double budget = budgets.get(part);
      if (policy != null && budget != null) {
        parts.add(
            new PolicySpec.Composite.Part(
                policy, PolicySpec.Throughput.plain(name + "/" + part, Unit.SPANS, budget)));
      }
    }
    return new PolicySpec.Composite(name, parts);
  }

  /** By names, each of which must be another: budgets and order are told by them. */
  private static Map<String, PolicySpec> policies(
      Place list, Function<Place, PolicySpec> subPolicy) {
    Map<String, PolicySpec> policies = new LinkedHashMap<>();
    for (Place item : list.items()) {
      Fields fields = new Fields(item);
      Place type = fields.required("type");
      String name = fields.text("name", type.text());
      if (policies.put(name, subPolicy.apply(item)) != null) {
        throw item.wrong("two policies are named \"" + name + "\"");
      }
    }
    return policies;
  }

  /** First those in the list, then the others as they stand. */
  private List<String> order(@Nullable Place list, Map<String, PolicySpec> policies) {
    List<String> standing = List.copyOf(policies.keySet());
    if (list == null) {
      return standing;
    }
    List<String> first = new ArrayList<>();
    for (Place item : list.items()) {
      known(item, policies.keySet());
      first.add(item.text());
    }
    List<String> order = new ArrayList<>(standing);
    order.sort(Comparator.comparingInt(name -> place(first, name)));
    if (!order.equals(standing)) {
      notes.add(
          list.label()
              + ": is followed, where the Collector asks in the order of composite_sub_policy");
    }
    return order;
  }

  private static int place(List<String> first, String name) {
    return first.contains(name) ? first.indexOf(name) : first.size();
  }

  private static void known(Place item, Set<String> names) {
    if (!names.contains(item.text())) {
      throw item.refused("is not in composite_sub_policy" + Spelling.advice(item.text(), names));
    }
  }

  /**
   * Spans per second for each policy. One without a percentage gets an equal share of the total, as
   * in the Collector, but no more than the others leave of it.
   */
  private static Map<String, Double> budgets(
      @Nullable Place allocation, double total, List<String> names) {
    Map<String, Double> budgets =
        allocation == null ? new LinkedHashMap<>() : allocated(allocation, total, names);
    double left = total - budgets.values().stream().mapToDouble(Double::doubleValue).sum();
    int without = names.size() - budgets.size();
    double equal = total / names.size();
    double share = left > 0 ? Math.min(equal, left / Math.max(1, without)) : equal;
    return names.stream()
        .collect(Collectors.toMap(name -> name, name -> budgets.getOrDefault(name, share)));
  }

  private static Map<String, Double> allocated(Place allocation, double total, List<String> names) {
    Map<String, Double> budgets = new LinkedHashMap<>();
    for (Place item : allocation.items()) {
      Fields fields = new Fields(item);
      Place policy = fields.required("policy");
      known(policy, Set.copyOf(names));
      double percent = fields.number("percent", 0);
      fields.nothingElse();
      if (!(percent >= 0 && percent <= 100)) {
        throw item.wrong("percent: " + percent + " is not between 0 and 100");
      }
      if (percent > 0) {
        budgets.put(policy.text(), total * percent / 100);
      }
    }
    return budgets;
  }
}
