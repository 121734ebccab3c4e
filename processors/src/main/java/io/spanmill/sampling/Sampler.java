package io.spanmill.sampling;

import io.spanmill.model.Basis;
import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.trace.TraceView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides traces, so that everything counted from what is kept, each span weighted by 1 /
 * probability of its threshold, is right on average, whatever thresholds the spans came with. Not
 * thread-safe.
 *
 * <p>Spans that were sampled before are there or not depending on the trace's randomness R. A
 * verdict on all that is there would so depend on R, and its threshold would say something wrong.
 * Therefore the policies are asked again and again, beginning with the spans that would be there at
 * the lowest R and adding those of one threshold after the other. With a<sub>k</sub> the k-th
 * threshold and &pi;<sub>k</sub> what the policies say of the spans up to it,
 *
 * <pre>
 * c_k = max(a_k, π_k)          T* = the first c_k below a_{k+1}
 * </pre>
 *
 * is the lowest randomness at which the trace would be kept on the evidence there is at that
 * randomness. It is found from the spans at hand whenever R reaches it, hence does not depend on R.
 */
public final class Sampler {
  private final Rules rules;
  private final BasisRule basisRule;
  private final String version;
  private final Levels levels = new Levels();
  private boolean vetoed;

  public Sampler(SamplingConfig config) {
    this(config, Budgets.UNLIMITED);
  }

  public Sampler(SamplingConfig config, Budgets budgets) {
    rules = Rules.of(config, budgets);
    basisRule = new BasisRule(config);
    version = config.version();
  }

  public Verdict judge(TraceView spans) {
    return judge(spans, basisRule.of(spans));
  }

  /**
   * @param basis what else than the spans themselves say about their randomness is to be believed
   */
  public Verdict judge(TraceView spans, Basis basis) {
    levels.read(spans.trace().spans(), basis);
    vetoed = false;
    rules.clear();
    if (levels.count() > 1 && rules.mayVeto()) {
      rules.see(spans, levels, 0, levels.count());
      if (rules.vetoes()) {
        return vetoed(basis);
      }
      rules.clear();
    }
    return byLevels(spans, basis);
  }

  /** Names of the attributes that policies ask for, but for those in conditions of OTTL. */
  public List<String> attributes() {
    return rules.attributes();
  }

  /** All budgets that the policies have, by their names. */
  public Map<String, PolicySpec.Throughput> limits() {
    return rules.limits();
  }

  /**
   * Tells of which budgets the trace asks that was judged last, with its key in each by the spans
   * on which the verdict was reached. One that a policy drops asks of none.
   */
  public void demand(Demands demands) {
    if (!vetoed) {
      rules.demand(demands);
    }
  }

  private Verdict byLevels(TraceView spans, Basis basis) {
    int last = levels.count() - 1;
    for (int level = 0; level <= last; level++) {
      rules.see(spans, levels, level, level + 1);
      if (level == last && rules.vetoes()) {
        return vetoed(basis);
      }
      rules.choose();
      long threshold = Math.max(levels.at(level), rules.threshold());
      if (threshold < levels.above(level) && threshold <= basis.randomness()) {
        return verdict(basis, rules.isTruthful() ? threshold : Threshold.UNKNOWN);
      }
    }
    return undecided(basis);
  }

  /** No threshold keeps it; something may that looks at how the trace was sampled. */
  private Verdict undecided(Basis basis) {
    long threshold =
        Math.min(Threshold.NEVER, Math.max(levels.at(levels.count() - 1), rules.threshold()));
    if (rules.chooseAmongAll() && rules.threshold() <= basis.randomness()) {
      return verdict(basis, Threshold.UNKNOWN);
    }
    return new Verdict(false, threshold, levels.at(0), basis, version, null, rules.matches());
  }

  private Verdict vetoed(Basis basis) {
    vetoed = true;
    return new Verdict(
        false, Threshold.NEVER, levels.at(0), basis, version, rules.chosen(), List.of());
  }

  private Verdict verdict(Basis basis, long threshold) {
    @Nullable String policy = rules.chosen();
    List<Match> matches = rules.matches();
    return new Verdict(true, threshold, levels.at(0), basis, version, policy, matches);
  }
}
