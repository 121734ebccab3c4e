package io.spanmill.topology.collector;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.ConfigReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes our configuration of the {@code tail_sampling} processor in a Collector's. */
public final class CollectorImport {
  /**
   * @param configuration valid, with comments
   * @param remarks what becomes of each part and what differs, a line each
   */
  public record Imported(String configuration, List<String> remarks) {}

  /**
   * How to convert.
   *
   * @param processor which one, where there are several; null for the first in a pipeline
   * @param replicas how many Collectors there are, each with limits of its own
   * @param strict refuses what keeps traces without a threshold
   */
  public record Options(@Nullable String processor, int replicas, boolean strict) {
    public Options {
      if (replicas < 1) {
        throw new ConfigException("--replicas: " + replicas + " is not a positive whole number");
      }
    }
  }

  private static final String IMPORTED = "imported";
  private static final Pattern POLICY =
      Pattern.compile(
          IMPORTED + ": sampling\\.policies((?:\\[\\d+]|\\.[a-z_]+)*)(.*)", Pattern.DOTALL);

  private final Options options;
  private final Remarks remarks = new Remarks();
  private final Spot block;

  private CollectorImport(Spot block, Options options) {
    this.block = block;
    this.options = options;
  }

  /**
   * @param file names the text in messages
   * @param environment fills the placeholders
   * @throws ConfigException where there is nothing to import, or it cannot be converted: the
   *     message says where
   */
  public static Imported of(
      String file, String text, Map<String, String> environment, Options options) {
    TailSampling found = TailSampling.in(file, text);
    String name = options.processor() == null ? found.names().get(0) : options.processor();
    Spot block = found.named(name).with(new Placeholders(environment));
    CollectorImport converted = new CollectorImport(block, options);
    if (found.names().size() > 1) {
      converted.remarks.add(
          block,
          "is one of "
              + String.join(", ", found.names())
              + (options.processor() == null ? "; --processor takes another" : ""));
    }
    return converted.run();
  }

  private Imported run() {
    Spot list = block.fields().get("policies");
    if (list == null) {
      throw block.refused("policies is missing");
    }
    Map<String, Object> assembly = new OptionConversion(remarks).assembly(block);
    PolicyConversion conversion = new PolicyConversion(remarks, options.replicas());
    List<Map<String, Object>> policies = list.items().stream().map(conversion::policy).toList();
    readBack(configuration(assembly, policies, List.of()), list);
    String configuration = configuration(assembly, policies, list.items());
    for (Spot policy : list.items()) {
      if (remarks.inside(policy).isEmpty()) {
        remarks.add(policy, "the same");
      }
    }
    return new Imported(configuration, remarks.lines(list.items()));
  }

  /**
   * @param spots of the policies, for comments; none for none
   */
  private String configuration(
      Map<String, Object> assembly, List<Map<String, Object>> policies, List<Spot> spots) {
    YamlText yaml = new YamlText();
    yaml.comment("", "Made by ./spanmill import of " + block.file() + ", " + block.path());
    if (!assembly.isEmpty()) {
      yaml.line("assembly:").entries("  ", assembly);
    }
    yaml.line("sampling:").line("  match: any");
    yaml.line(policies.isEmpty() ? "  policies: []" : "  policies:");
    for (int i = 0; i < policies.size(); i++) {
      List<String> comments = i < spots.size() ? remarks.inside(spots.get(i)) : List.of();
      comments.forEach(comment -> yaml.comment("    ", comment));
      yaml.item("    ", policies.get(i));
    }
    return yaml.toString();
  }

  /** What our own reader makes of it; what it refuses is refused where it came from. */
  private void readBack(String configuration, Spot list) {
    try {
      ConfigReader reader = new ConfigReader(Map.of(), "localhost", Long.MAX_VALUE);
      List<PolicySpec> policies =
          reader.readText(IMPORTED, configuration).config().sampling().policies();
      lookForRandomness(policies, list.items());
    } catch (ConfigException refused) {
      throw moved(String.valueOf(refused.getMessage()), list);
    }
  }

  private static ConfigException moved(String message, Spot list) {
    Matcher policy = POLICY.matcher(message);
    if (!policy.matches()) {
      return new ConfigException(message);
    }
    Spot nearest = list.follow(policy.group(1));
    String path = list.path() + policy.group(1);
    String missing = path.substring(Math.min(path.length(), nearest.path().length()));
    String problem = policy.group(2).replaceFirst("^: ", "");
    return nearest.refused(missing.isEmpty() ? problem : missing.substring(1) + ": " + problem);
  }

  private void lookForRandomness(List<PolicySpec> policies, List<Spot> spots) {
    for (int i = 0; i < policies.size(); i++) {
      if (policies.get(i).dependsOnRandomness()) {
        Spot spot = spots.get(i);
        String problem =
            "looks at what decides, or tells, how a trace was sampled before; what it alone keeps"
                + " gets no threshold (ot=th), and nothing can be counted from it";
        if (options.strict()) {
          throw spot.refused(problem);
        }
        remarks.add(spot, problem);
      }
    }
  }
}
