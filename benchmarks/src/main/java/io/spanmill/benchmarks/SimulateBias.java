package io.spanmill.benchmarks;

import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.wire.MalformedBytesException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Estimates how many roots and children there are from what three ways of sampling keep of traces
 * of two spans, of which the child was sampled by its own service before. Prints estimate / truth
 * as a table in Markdown; the same seed prints the same.
 *
 * <pre>SimulateBias [SEED]</pre>
 */
public final class SimulateBias {
  /** One trace for each of so many equal parts of the range of randomness. */
  private static final int TRACES = 200_000;

  private static final int PRECISION = 4;

  private static final List<PolicySpec> ERRORS_ELSE_HALF =
      List.of(
          new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR)),
          new PolicySpec.Probabilistic("half", 50));

  private static final List<PolicySpec> ALL = List.of(new PolicySpec.AlwaysSample("all"));

  private final long seed;

  private SimulateBias(long seed) {
    this.seed = seed;
  }

  public static void main(String[] arguments) throws MalformedBytesException {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    System.out.println(
        "| policies | child sampled at | minimum of thresholds | strictest on every span"
            + " | level by level |");
    System.out.println("|---|---|---|---|---|");
    SimulateBias simulation = new SimulateBias(seed);
    simulation.print("errors, else half", ERRORS_ELSE_HALF, 0.3);
    simulation.print("errors, else half", ERRORS_ELSE_HALF, 0.75);
    simulation.print("errors, else half", ERRORS_ELSE_HALF, 0.9);
    simulation.print("all", ALL, 0.75);
  }

  private void print(String name, List<PolicySpec> policies, double rejected)
      throws MalformedBytesException {
    StringBuilder row = new StringBuilder();
    row.append(String.format(Locale.ROOT, "| %s | %s |", name, rejected));
    for (TwoSpans.Rule rule : TwoSpans.Rule.values()) {
      long child = Threshold.ofProbability(1 - rejected, PRECISION);
      row.append(estimates(new TwoSpans(policies, rule, child)));
    }
    System.out.println(row);
  }

  private String estimates(TwoSpans trace) throws MalformedBytesException {
    SplittableRandom random = new SplittableRandom(seed);
    double roots = 0;
    double children = 0;
    for (int i = 0; i < TRACES; i++) {
      double place = (i + random.nextDouble()) / TRACES;
      trace.sample((long) (place * Threshold.MAX));
      roots += trace.root();
      children += trace.child();
    }
    return String.format(Locale.ROOT, " %.2f / %.2f |", roots / TRACES, children / TRACES);
  }
}
