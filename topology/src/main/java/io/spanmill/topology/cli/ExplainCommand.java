package io.spanmill.topology.cli;

import io.spanmill.model.TraceId;
import io.spanmill.topology.DecisionSearch;
import io.spanmill.topology.DecisionSearch.Found;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** Says what was decided of a trace, and why. */
@CommandLine.Command(
    name = "explain",
    header = "Say why a trace was kept or dropped.",
    description = {
      "Reads the decisions of one trace from their topic and tells what decided: the policies that",
      "matched and their thresholds, the trace's randomness, why it was closed when it was.",
      "Ends with 1 if nothing was decided of it within the time that is looked through.",
      ""
    })
public final class ExplainCommand implements Command {
  private static final int ID_DIGITS = 32;

  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Parameters(
      paramLabel = "TRACE_ID",
      description = "32 hexadecimal digits.",
      converter = TypedTraceId.class)
  @SuppressWarnings("NullAway.Init") // picocli requires it
  private TraceId trace;

  @CommandLine.Option(
      names = "--since",
      paramLabel = "TIME",
      description = "How far back to look (default: 1h).",
      converter = TypedDuration.class)
  private Duration since = Duration.ofHours(1);

  @Override
  public int run(Surroundings surroundings) throws IOException {
    DecisionSearch search = new DecisionSearch(config.load(surroundings).config());
    List<Found> found = search.find(trace, System.currentTimeMillis() - since.toMillis());
    if (found.isEmpty()) {
      surroundings
          .err()
          .printf(
              "nothing was decided of trace %s within the last %d s; --since looks further back%n",
              trace.hex(), since.toSeconds());
      return FAILED;
    }
    for (Found one : found) {
      surroundings.out().print(new Explanation(one).text());
    }
    return DONE;
  }

  /** Reads a trace id that is typed. */
  static final class TypedTraceId implements CommandLine.ITypeConverter<TraceId> {
    @Override
    public TraceId convert(String typed) {
      String digits = typed.toLowerCase(Locale.ROOT);
      if (digits.length() == ID_DIGITS && digits.chars().allMatch(HexFormat::isHexDigit)) {
        int half = ID_DIGITS / 2;
        return new TraceId(
            HexFormat.fromHexDigitsToLong(digits, 0, half),
            HexFormat.fromHexDigitsToLong(digits, half, ID_DIGITS));
      }
      throw new CommandLine.TypeConversionException(
          "\"" + typed + "\" is not a trace id: 32 hexadecimal digits");
    }
  }
}
