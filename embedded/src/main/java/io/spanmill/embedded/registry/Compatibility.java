package io.spanmill.embedded.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Which of a subject's earlier schemas the next one has to get on with, and how. */
enum Compatibility {
  NONE,
  /** Who reads with the next schema reads what was written with the latest. */
  BACKWARD,
  BACKWARD_TRANSITIVE,
  /** Who reads with the latest schema reads what is written with the next. */
  FORWARD,
  FORWARD_TRANSITIVE,
  FULL,
  FULL_TRANSITIVE;

  static Compatibility of(String level) throws RegistryError {
    String name = level.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> RegistryError.wrongLevel(level));
  }

  /**
   * What does not fit; empty if all does.
   *
   * @param before in the order in which they came
   */
  List<String> misfits(Schema next, List<Schema> before) {
    boolean all = name().endsWith("_TRANSITIVE");
    return before.stream()
        .skip(all ? 0 : Math.max(0, before.size() - 1))
        .flatMap(earlier -> misfits(next, earlier))
        .toList();
  }

  private Stream<String> misfits(Schema next, Schema earlier) {
    boolean full = name().startsWith("FULL");
    Stream<String> backward =
        full || name().startsWith("BACKWARD") ? unreadable(next, earlier) : Stream.of();
    Stream<String> forward =
        full || name().startsWith("FORWARD") ? unreadable(earlier, next) : Stream.of();
    return Stream.concat(backward, forward);
  }

  private static Stream<String> unreadable(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(
            misfit ->
                misfit.getType() + " at " + misfit.getLocation() + ": " + misfit.getMessage());
  }
}
