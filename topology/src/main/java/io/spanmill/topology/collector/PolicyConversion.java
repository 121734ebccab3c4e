package io.spanmill.topology.collector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes our policies of the Collector's: mostly they stay what they are. */
final class PolicyConversion {
  /** Those that need a block of their own. */
  private static final Set<String> WITH_BLOCK =
      Set.of(
          "latency",
          "numeric_attribute",
          "boolean_attribute",
          "string_attribute",
          "probabilistic",
          "status_code",
          "trace_state",
          "rate_limiting",
          "bytes_limiting",
          "span_count",
          "ottl_condition",
          "and",
          "not",
          "drop",
          "composite");

  private final Remarks remarks;
  private final int replicas;

  /**
   * @param replicas how many Collectors there are, each with limits of its own
   */
  PolicyConversion(Remarks remarks, int replicas) {
    this.remarks = remarks;
    this.replicas = replicas;
  }

  /** A policy of the list, as a tree of maps, lists and texts. */
  Map<String, Object> policy(Spot policy) {
    return policy(policy, "");
  }

  /**
   * @param outer type of the policy that this one stands in, empty at the top
   */
  private Map<String, Object> policy(Spot policy, String outer) {
    Spot type = policy.field("type");
    if (type == null) {
      throw policy.refused("type is missing");
    }
    Map<String, Object> converted = new LinkedHashMap<>();
    Spot name = policy.field("name");
    if (name != null) {
      converted.put("name", name.text());
    }
    converted.put("type", type.text());
    Spot block = block(policy, type.text());
    refuseUnknown(policy, type.text());
    if (block != null) {
      converted.put(type.text(), block(type.text(), outer, block));
    }
    return converted;
  }

  /** The block of the policy's type; of another one, if that is the only one there is. */
  private @Nullable Spot block(Spot policy, String type) {
    Spot block = policy.field(type);
    List<String> others =
        policy.fields().keySet().stream()
            .filter(key -> WITH_BLOCK.contains(key) && !key.equals(type))
            .toList();
    if (block != null || others.isEmpty()) {
      others.forEach(other -> remarks.add(policy, other + " is left out, as the type is " + type));
      return block;
    }
    if (others.size() == 1 && WITH_BLOCK.contains(type)) {
      String other = others.get(0);
      remarks.add(policy, other + " is taken for " + type + ", which is the type and is missing");
      return policy.field(other);
    }
    throw policy.refused(type + " is missing, which is the type");
  }

  private static void refuseUnknown(Spot policy, String type) {
    policy
        .fields()
        .forEach(
            (key, value) -> {
              boolean known = key.equals("name") || key.equals("type") || key.equals(type);
              if (!known && !WITH_BLOCK.contains(key)) {
                throw value.refused("unknown key");
              }
            });
  }

  private Object block(String type, String outer, Spot block) {
    return switch (type) {
      case "and" -> nested(block, "and_sub_policy", type);
      case "drop" -> nested(block, "drop_sub_policy", type);
      case "not" -> not(block);
      case "composite" -> composite(block);
      case "probabilistic" -> probabilistic(block, outer);
      case "latency" -> latency(block);
      case "rate_limiting" -> limit(block, "spans_per_second", outer);
      case "bytes_limiting" -> limit(block, "bytes_per_second", outer);
      case "ottl_condition" -> ottl(block);
      case "string_attribute", "numeric_attribute", "boolean_attribute" -> attribute(block, outer);
      default -> copied(block);
    };
  }

  private Map<String, Object> nested(Spot block, String key, String type) {
    Map<String, Object> converted = mapping(block);
    Spot list = block.field(key);
    if (list != null) {
      converted.put(key, list.items().stream().map(item -> policy(item, type)).toList());
    }
    return converted;
  }

  private Map<String, Object> not(Spot block) {
    Map<String, Object> converted = mapping(block);
    Spot policy = block.field("not_sub_policy");
    if (policy != null) {
      converted.put("not_sub_policy", policy(policy, "not"));
    }
    return converted;
  }

  private Map<String, Object> composite(Spot block) {
    Map<String, Object> converted = nested(block, "composite_sub_policy", "composite");
    scale(block, "max_total_spans_per_second", converted);
    remarks.add(
        block,
        "each policy gets a budget of spans per second, met on average; one that rate_allocation"
            + " leaves out gets an equal share, at most what is left (nothing before v0.158)");
    return converted;
  }

  private Map<String, Object> probabilistic(Spot block, String outer) {
    Map<String, Object> converted = mapping(block);
    if (converted.remove("hash_salt") != null) {
      remarks.add(block, "hash_salt is left out: one randomness serves all policies");
    }
    Spot share = block.field("sampling_percentage");
    if (share != null && number(share) > 100) {
      converted.put("sampling_percentage", "100");
      remarks.add(share, "more than 100 becomes 100");
    }
    remark(block, outer, share);
    return converted;
  }

  private void remark(Spot block, String outer, @Nullable Spot share) {
    if (outer.equals("not")) {
      remarks.add(block, "keeps what it leaves of 100 %");
    } else if (outer.equals("drop")) {
      remarks.add(block, "drops that share of what the others match; the rest counts for it");
    } else if (share != null && number(share) > 0 && number(share) < 100) {
      remarks.add(block, "as much is kept, but another " + share.text() + " % than before");
    }
  }

  private static double number(Spot value) {
    try {
      return Double.parseDouble(value.text());
    } catch (NumberFormatException noNumber) {
      throw value.refused("\"" + value.text() + "\" is not a number");
    }
  }

  private Map<String, Object> latency(Spot block) {
    Map<String, Object> converted = mapping(block);
    converted.putIfAbsent("threshold_ms", "0");
    remarks.add(block, "a trace of exactly threshold_ms does not match (it did before v0.157)");
    return converted;
  }

  private Map<String, Object> limit(Spot block, String key, String outer) {
    Map<String, Object> converted = mapping(block);
    scale(block, key, converted);
    if (converted.remove("burst_capacity") != null) {
      remarks.add(
          block, "burst_capacity is left out: what is kept is a share, not the first to come");
    }
    remarks.add(block, "the limit is met on average, and no trace is too large for it");
    if (outer.equals("and")) {
      remarks.add(block, "inside and, its place in the list no longer matters");
    }
    return converted;
  }

  private void scale(Spot block, String key, Map<String, Object> converted) {
    Spot limit = block.field(key);
    if (limit == null) {
      return;
    }
    long total = limit.whole() * replicas;
    if (Math.multiplyHigh(limit.whole(), replicas) != 0 || total < 0) {
      throw limit.refused("\"" + limit.text() + "\" is too large");
    }
    converted.put(key, Long.toString(total));
    remarks.add(
        limit,
        limit.text()
            + " for each Collector becomes "
            + total
            + " for the whole application"
            + (replicas == 1 ? " (--replicas N where there are N of them)" : ""));
  }

  private Map<String, Object> ottl(Spot block) {
    Map<String, Object> converted = mapping(block);
    Object mode = converted.put("error_mode", "ignore");
    if (mode == null || mode.equals("propagate")) {
      remarks.add(
          block,
          "where a condition has no answer it is not fulfilled; with error_mode: propagate, the"
              + " Collector's default, the whole policy was not");
    }
    return converted;
  }

  private Map<String, Object> attribute(Spot block, String outer) {
    Map<String, Object> converted = mapping(block);
    if (converted.remove("cache_max_size") != null) {
      remarks.add(block, "cache_max_size is left out: there is no cache");
    }
    if (outer.isEmpty() && "true".equals(converted.get("invert_match"))) {
      remarks.add(
          block,
          "invert_match says which traces match, as since v0.156; before, it also kept other"
              + " policies from keeping the rest");
    }
    return converted;
  }

  private Map<String, Object> mapping(Spot block) {
    Map<String, Object> converted = new LinkedHashMap<>();
    block
        .fields()
        .forEach(
            (key, value) -> {
              if (!value.isNothing()) {
                converted.put(key, copied(value));
              }
            });
    return converted;
  }

  private Object copied(Spot value) {
    if (value.isMapping()) {
      return mapping(value);
    }
    if (value.isList()) {
      List<Object> items = new ArrayList<>();
      value.items().forEach(item -> items.add(copied(item)));
      return items;
    }
    return value.isNothing() ? Map.of() : value.text();
  }
}
