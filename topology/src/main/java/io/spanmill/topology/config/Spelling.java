package io.spanmill.topology.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who wrote an unknown word. */
final class Spelling {

  private Spelling() {}

  /** {@code ; did you mean settle?}, or all that is allowed where nothing is close. */
  static String advice(String word, Collection<String> known) {
    return nearest(word, known)
        .map(near -> "; did you mean " + near + "?")
        .orElseGet(() -> allowed(known));
  }

  private static String allowed(Collection<String> known) {
    return known.isEmpty() ? "; nothing can be set here" : "; allowed: " + String.join(", ", known);
  }

  /** The known word that a few slips of the pen would turn into this one. */
  static Optional<String> nearest(String word, Collection<String> known) {
    int slips = Math.max(1, word.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(near -> distance(word, near) <= slips);
  }

  /** Levenshtein's: letters to insert, remove or change, row by row. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
