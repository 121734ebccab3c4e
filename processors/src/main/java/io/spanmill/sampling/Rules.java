package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.trace.TraceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a set and how they are put together: what they say of the spans shown so far. Not
 * thread-safe.
 *
 * <p>If any match is enough, T is the least threshold of those that match: all are held against the
 * same randomness, so that is what asking them one by one would come to. If the first match counts,
 * it is that one's. A drop takes away its share of either: all, or what a threshold rejects.
 */
final class Rules {
  private record Rule(String name, Policy policy, boolean drops, boolean truthful) {}

  private final boolean firstCounts;
  private final AttributeScan attributes;
  private final Map<String, PolicySpec.Throughput> limits;
  private final List<Rule> rules;

  /** In a list of which the first counts, nothing from here on has a probability. */
  private final int truthfulEnd;

  private final boolean truthfulDrops;
  private long threshold;
  private int chosen = -1;
  private List<Match> lastMatches = List.of();

  private Rules(boolean firstCounts, Policies policies, List<Rule> rules) {
    this.firstCounts = firstCounts;
    this.attributes = policies.attributes();
    this.limits = Map.copyOf(policies.limits());
    this.rules = rules;
    int end = 0;
    while (end < rules.size() && rules.get(end).truthful()) {
      end++;
    }
    truthfulEnd = firstCounts ? end : rules.size();
    truthfulDrops = rules.stream().allMatch(rule -> rule.truthful() || !rule.drops());
  }

  static Rules of(SamplingConfig config, Budgets budgets) {
    Policies policies = new Policies(config.precision(), budgets);
    List<Rule> rules = new ArrayList<>();
    for (PolicySpec spec : config.policies()) {
      boolean drops = spec instanceof PolicySpec.Drop;
      rules.add(new Rule(spec.name(), policies.of(spec), drops, !spec.dependsOnRandomness()));
    }
    boolean firstCounts = config.match() == SamplingConfig.Match.FIRST;
    return new Rules(firstCounts, policies, rules);
  }

  void clear() {
    attributes.clear();
    for (int i = 0; i < rules.size(); i++) {
      rules.get(i).policy().clear();
    }
  }

  /** Shows the spans of some levels. */
  void see(TraceView spans, Levels levels, int fromLevel, int toLevel) {
    for (int place = levels.from(fromLevel); place < levels.to(toLevel - 1); place++) {
      int span = levels.span(place);
      attributes.see(spans, span);
      for (int i = 0; i < rules.size(); i++) {
        rules.get(i).policy().see(spans, span);
      }
    }
  }

  /** Whether there is a policy that can drop a trace whatever else is said. */
  boolean mayVeto() {
    return rules.stream().anyMatch(Rule::drops);
  }

  /** Whether a trace of these spans is dropped for certain; {@link #chosen} says by which. */
  boolean vetoes() {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      long said = rule.policy().threshold();
      if (rule.drops() && said == Threshold.ALWAYS) {
        chosen = i;
        return true;
      }
      if (firstCounts && !rule.drops() && said != Policy.UNMATCHED) {
        return false;
      }
    }
    return false;
  }

  /** Looks for the threshold, and who sets it, among those that have a probability. */
  void choose() {
    choose(truthfulEnd, true);
  }

  /**
   * Looks for the threshold among all.
   *
   * @return whether that can be another one
   */
  boolean chooseAmongAll() {
    boolean more = rules.stream().anyMatch(rule -> !rule.truthful());
    if (more) {
      choose(rules.size(), false);
    }
    return more;
  }

  private void choose(int end, boolean truthfulOnly) {
    long lowest = Policy.UNMATCHED;
    long least = Threshold.ALWAYS;
    chosen = -1;
    for (int i = 0; i < end; i++) {
      Rule rule = rules.get(i);
      long said = rule.policy().threshold();
      if (rule.drops()) {
        least = Math.max(least, Policy.opposite(said));
      } else if (said < lowest && (rule.truthful() || !truthfulOnly)) {
        lowest = said;
        chosen = i;
        if (firstCounts) {
          break;
        }
      }
    }
    threshold = Math.max(lowest, least);
  }

  /** What was chosen: {@link Threshold#ALWAYS} … {@link Policy#UNMATCHED}. */
  long threshold() {
    return threshold;
  }

  /** Whether a threshold says how likely it was that a trace was kept. */
  boolean isTruthful() {
    return truthfulDrops;
  }

  /** Name of the policy that sets the threshold, or drops; null if there is none. */
  @Nullable String chosen() {
    return chosen < 0 ? null : rules.get(chosen).name();
  }

  /** Names of the attributes that policies ask for, but for those in conditions of OTTL. */
  List<String> attributes() {
    return attributes.names();
  }

  /** All budgets, by their names. */
  Map<String, PolicySpec.Throughput> limits() {
    return limits;
  }

  /**
   * Tells of which budgets a trace asks for which the last choice was made: if any match is enough,
   * of all that match; if the first match counts, of that one's.
   */
  void demand(Demands demands) {
    for (int i = 0; i < rules.size(); i++) {
      if (firstCounts ? i == chosen : !rules.get(i).drops()) {
        rules.get(i).policy().demand(demands);
      }
    }
  }

  /** All that match. Most traces match the same as the one before: that is then the same list. */
  List<Match> matches() {
    if (!isMatchedAsBefore()) {
      List<Match> matches = new ArrayList<>(4);
      for (int i = 0; i < rules.size(); i++) {
        Policy policy = rules.get(i).policy();
        if (isMatch(i)) {
          matches.add(new Match(rules.get(i).name(), policy.threshold(), policy.tableEpoch()));
        }
      }
      lastMatches = List.copyOf(matches);
    }
    return lastMatches;
  }

  private boolean isMatch(int rule) {
    return !rules.get(rule).drops() && rules.get(rule).policy().threshold() != Policy.UNMATCHED;
  }

  @SuppressWarnings("ReferenceEquality") // the rules' own names
  private boolean isMatchedAsBefore() {
    int matches = 0;
    for (int i = 0; i < rules.size(); i++) {
      if (isMatch(i)) {
        Match before = matches < lastMatches.size() ? lastMatches.get(matches) : null;
        Policy policy = rules.get(i).policy();
        if (before == null
            || before.policy() != rules.get(i).name()
            || before.threshold() != policy.threshold()
            || before.tableEpoch() != policy.tableEpoch()) {
          return false;
        }
        matches++;
      }
    }
    return matches == lastMatches.size();
  }
}
