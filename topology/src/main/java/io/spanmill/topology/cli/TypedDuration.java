package io.spanmill.topology.cli;

import io.spanmill.topology.config.Durations;
import java.time.Duration;
import picocli.CommandLine;

/** Reads a duration that is typed, spelled as in the configuration. */
public final class TypedDuration implements CommandLine.ITypeConverter<Duration> {
  @Override
  public Duration convert(String typed) {
    Duration duration = Durations.parse(typed);
    if (duration == null) {
      throw new CommandLine.TypeConversionException(
          "\"" + typed + "\" is not " + Durations.ALLOWED);
    }
    return duration;
  }
}
