package io.spanmill.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What is not as it should be, in lines for people. */
final class Differences {
  private static final int TOLD = 4;

  private final String subject;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> untold = new HashMap<>();

  /**
   * @param subject stands before every line
   */
  Differences(String subject) {
    this.subject = subject;
  }

  /** Adds a line; of many of one kind only the first few. */
  void add(String kind, String line) {
    int seen = untold.merge(kind, 1, Integer::sum);
    if (seen <= TOLD) {
      lines.add(subject + ": " + kind + ": " + line);
    }
  }

  void equal(String kind, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      add(kind, "is " + actual + ", not " + expected);
    }
  }

  <V> void equal(String kind, Map<List<String>, V> expected, Map<List<String>, V> actual) {
    Set<String> told = new TreeSet<>();
    expected.forEach(
        (key, value) -> {
          if (!Objects.equals(value, actual.get(key))) {
            told.add(key + " is " + actual.get(key) + ", not " + value);
          }
        });
    actual.forEach(
        (key, value) -> {
          if (!expected.containsKey(key)) {
            told.add(key + " is " + value + ", and should not be there");
          }
        });
    told.forEach(line -> add(kind, line));
  }

  /** Empty if all is well. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    untold.forEach(
        (kind, seen) -> {
          if (seen > TOLD) {
            all.add(subject + ": " + kind + ": and " + (seen - TOLD) + " more");
          }
        });
    return all;
  }
}
