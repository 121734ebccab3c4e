package io.spanmill.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came out, held against what had to.
 *
 * @param lost spans of traces to be kept that are not there, and traces that were not decided
 * @param doubled decisions and spans that are there more than once
 * @param split kept traces of which only some spans are there; traces that were decided before, or
 *     whose decision counts other spans than there were
 * @param wrongCounts series, edges and reasons whose sums differ, the sum of exceptions if it does,
 *     and verdicts that do
 * @param examples of all these, for people to read
 */
record Judgement(long lost, long doubled, long split, long wrongCounts, List<String> examples) {
  private static final int EXAMPLES_PER_KIND = 5;

  Judgement {
    examples = List.copyOf(examples);
  }

  boolean isRight() {
    return lost == 0 && doubled == 0 && split == 0 && wrongCounts == 0;
  }

  static Judgement of(Oracle oracle, Outputs outputs) {
    return new Bench(oracle, outputs).judge();
  }

  /** Where the comparison is made. */
  private static final class Bench {
    private final Oracle oracle;
    private final Outputs outputs;
    private final List<String> examples = new ArrayList<>();
    private final Map<String, Integer> shown = new HashMap<>();
    private long lost;
    private long doubled;
    private long split;
    private long wrong;

    private Bench(Oracle oracle, Outputs outputs) {
      this.oracle = oracle;
      this.outputs = outputs;
    }

    private Judgement judge() {
      oracle.traces().forEach(this::judgeTrace);
      judgeForeign();
      compare("red", oracle.red(), outputs.red());
      compare("edge", oracle.edges(), outputs.edges());
      compare("exceptions", named(oracle.exceptions()), named(outputs.exceptions()));
      compare("dead letters", oracle.deadLetters(), outputs.deadLetters());
      return new Judgement(lost, doubled, split, wrong, examples);
    }

    private static Map<String, Long> named(long total) {
      return Map.of("in all groups of errors", total);
    }

    private void judgeTrace(String trace, int spans) {
      boolean isSplit = judgeDecision(trace, spans);
      isSplit |= judgeSpans(trace, spans);
      split += isSplit ? 1 : 0;
    }

    /** Whether it was decided in parts. */
    private boolean judgeDecision(String trace, int spans) {
      Outputs.Decided decided = outputs.decided().get(trace);
      if (decided == null || decided.times() == 0) {
        lost++;
        tell("lost", trace, "is not decided");
        return false;
      }
      if (decided.times() > 1) {
        doubled += decided.times() - 1;
        tell("doubled", trace, "is decided " + decided.times() + " times");
      }
      if (decided.kept() != oracle.isKept(trace)) {
        wrong++;
        tell("wrong", trace, "kept: " + decided.kept());
      }
      if (decided.reopened()) {
        tell("split", trace, "was reopened");
      }
      if (decided.spans() != spans) {
        tell("split", trace, "has " + decided.spans() + " spans decided of " + spans);
      }
      return decided.reopened() || decided.spans() != spans;
    }

    /** Whether only some of a kept trace's spans are there. */
    private boolean judgeSpans(String trace, int spans) {
      Map<String, Integer> emitted = outputs.emitted().getOrDefault(trace, Map.of());
      if (!oracle.isKept(trace)) {
        if (!emitted.isEmpty()) {
          wrong++;
          tell("wrong", trace, "came out and was to be dropped");
        }
        return false;
      }
      int missing = 0;
      for (String span : oracle.identities(trace)) {
        int times = emitted.getOrDefault(span, 0);
        missing += times == 0 ? 1 : 0;
        if (times > 1) {
          doubled += times - 1;
          tell("doubled", trace, "span " + span + " is there " + times + " times");
        }
      }
      if (missing > 0) {
        lost += missing;
        tell("lost", trace, "has " + (spans - missing) + " of " + spans + " spans");
      }
      return missing > 0 && missing < spans;
    }

    /** Traces and spans that never were in the input. */
    private void judgeForeign() {
      Map<String, Integer> known = oracle.traces();
      Set<String> told = new HashSet<>(outputs.decided().keySet());
      told.addAll(outputs.emitted().keySet());
      for (String trace : told) {
        Set<String> spans = new HashSet<>(outputs.emitted().getOrDefault(trace, Map.of()).keySet());
        oracle.identities(trace).forEach(spans::remove);
        if (!known.containsKey(trace) || !spans.isEmpty()) {
          wrong++;
          tell("wrong", trace, "was not in the input like this");
        }
      }
    }

    private <V> void compare(String what, Map<String, V> expected, Map<String, V> found) {
      Set<String> names = new HashSet<>(expected.keySet());
      names.addAll(found.keySet());
      for (String name : names) {
        V right = expected.get(name);
        V is = found.get(name);
        if (right == null || !right.equals(is)) {
          wrong++;
          show(what, String.format("%s %s: is %s, not %s", what, name, is, right));
        }
      }
    }

    private void tell(String kind, String trace, String what) {
      double seconds = oracle.sentMillis(trace) / 1e3;
      show(kind, String.format("%s: trace %s of +%.1f s %s", kind, trace, seconds, what));
    }

    private void show(String kind, String line) {
      if (shown.merge(kind, 1, Integer::sum) <= EXAMPLES_PER_KIND) {
        examples.add(line);
      }
    }
  }
}
