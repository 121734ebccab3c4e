package io.spanmill.model;

import java.util.Comparator;

/**
 * What the user called: the trace's root.
 *
 * @param operation name of the root span; empty where it is not known any more
 */
public record ErrorEntry(String service, String operation) implements Comparable<ErrorEntry> {
  private static final Comparator<ErrorEntry> ORDER =
      Comparator.comparing(ErrorEntry::service).thenComparing(ErrorEntry::operation);

  @Override
  public int compareTo(ErrorEntry other) {
    return ORDER.compare(this, other);
  }
}
