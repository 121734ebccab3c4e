package io.spanmill.topology.config;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.state.PolicySet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code sampling}. */
final class SamplingReader {
  /** Both keep what has small ids, and say nothing of it. */
  private static final List<String> LEGACY_RATIOS = List.of("low64", "java_abs");

  private static final Pattern GLOB_PART = Pattern.compile("[*?]|[^*?]+");

  private SamplingReader() {}

  static SamplingConfig read(Sources sources, List<String> notes) {
    PolicyReader.Policies policies = sources.value(SamplingKeys.POLICIES);
    SamplingConfig.Match match = sources.value(SamplingKeys.MATCH);
    SamplingConfig.Mode mode = sources.value(SamplingKeys.MODE);
    SamplingConfig.RandomnessMode randomness = sources.value(SamplingKeys.RANDOMNESS);
    List<SamplingConfig.Upstream> upstream = sources.value(SamplingKeys.UPSTREAM);
    int precision = sources.value(SamplingKeys.PRECISION);
    if (match == SamplingConfig.Match.ANY) {
      refuseComplements(policies.policies(), sources.place(SamplingKeys.POLICIES.path()));
    }
    notes.addAll(policies.notes());
    String version = PolicySet.versionOf(PolicyText.of(sources));
    return sources.section(
        "sampling",
        () ->
            new SamplingConfig(
                version, match, precision, mode, randomness, upstream, policies.policies()));
  }

  /** In a Collector a share and what it leaves are everything. One randomness keeps the larger. */
  private static void refuseComplements(List<PolicySpec> policies, Place place) {
    for (PolicySpec policy : policies) {
      for (PolicySpec other : policies) {
        if (policy instanceof PolicySpec.Not not
            && not.policy() instanceof PolicySpec.Probabilistic left
            && other instanceof PolicySpec.Probabilistic share
            && left.samplingPercentage() == share.samplingPercentage()) {
          throw place.wrong(complement(not, share));
        }
      }
    }
  }

  private static String complement(PolicySpec.Not not, PolicySpec.Probabilistic share) {
    return "\""
        + not.name()
        + "\" is the opposite of \""
        + share.name()
        + "\", so their or keeps everything: write always_sample for the two of them";
  }

  static List<SamplingConfig.Upstream> upstream(Place place) {
    return YamlTree.unfolded(place).items().stream().map(SamplingReader::upstreamService).toList();
  }

  private static SamplingConfig.Upstream upstreamService(Place item) {
    Fields fields = new Fields(item);
    Place service = fields.required("service");
    Place legacyRatio = fields.required("legacy_ratio");
    double ratio = Fields.number(fields.required("ratio"));
    fields.nothingElse();
    if (!LEGACY_RATIOS.contains(legacyRatio.text())) {
      throw legacyRatio.refused("is not one of " + String.join(", ", LEGACY_RATIOS));
    }
    try {
      return new SamplingConfig.Upstream(ValueType.re2(service, glob(service.text())), ratio);
    } catch (IllegalArgumentException broken) {
      throw item.wrongBelow(broken);
    }
  }

  /** The expression for a whole name with {@code *} and {@code ?} in it. */
  static String glob(String glob) {
    StringBuilder pattern = new StringBuilder("(?s)");
    Matcher part = GLOB_PART.matcher(glob);
    while (part.find()) {
      switch (part.group()) {
        case "*" -> pattern.append(".*");
        case "?" -> pattern.append('.');
        default -> pattern.append(com.google.re2j.Pattern.quote(part.group()));
      }
    }
    return pattern.toString();
  }
}
