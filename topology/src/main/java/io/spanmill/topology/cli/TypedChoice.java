package io.spanmill.topology.cli;

import io.spanmill.topology.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads an option that is one of a few names: those of an enum, as one types them. */
public final class TypedChoice {
  private TypedChoice() {}

  /**
   * @throws ConfigException if it is none of them; the message names the option and all of them
   */
  public static <E extends Enum<E>> E of(String option, String text, Class<E> type) {
    for (E one : type.getEnumConstants()) {
      if (label(one).equalsIgnoreCase(text)) {
        return one;
      }
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(TypedChoice::label).toList();
    throw new ConfigException(option + ": '" + text + "' is none of " + String.join(", ", known));
  }

  private static String label(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
