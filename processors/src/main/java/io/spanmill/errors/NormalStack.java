package io.spanmill.errors;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of exceptions as it is compared and as it is shown. Not thread-safe.
 *
 * <p>Compared are the types and the application's frames, as frameworks change with their versions;
 * where the application has none, nothing of the stack is. A frame that repeats itself is one, as a
 * recursion has no fixed depth.
 */
final class NormalStack {
  /** That of an error without a stack. */
  static final NormalStack NONE = new NormalStack(List.of());

  private static final int MOST_CAUSES = 8;
  private static final int MOST_COMPARED = 16;
  private static final int MOST_FOREIGN = 4;
  private static final int MOST_LINES = 32;
  private static final int LONGEST_LINE = 160;

  private final List<Raised> chain;
  private final List<String> lines = new ArrayList<>();
  private final List<String> compared = new ArrayList<>();
  private boolean located;

  NormalStack(List<Raised> chain) {
    this.chain = chain.subList(0, Math.min(chain.size(), MOST_CAUSES));
    for (int i = 0; i < this.chain.size(); i++) {
      add(this.chain.get(i), i > 0);
    }
  }

  private void add(Raised raised, boolean cause) {
    if (cause) {
      compared.add(">" + raised.type());
      show("caused by " + raised.type());
    }
    String before = "";
    int count = 0;
    for (Frame frame : raised.frames()) {
      if (frame.application() && !frame.text().equals(before) && count++ < MOST_COMPARED) {
        located = true;
        before = frame.text();
        compared.add(before);
        show(before);
      }
    }
    count = 0;
    for (Frame frame : raised.frames()) {
      if (!frame.application() && count++ < MOST_FOREIGN) {
        show(frame.text());
      }
    }
  }

  private void show(String line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE));
    }
  }

  /** Whether there is any frame of the application. */
  boolean isLocated() {
    return located;
  }

  /** The application's frames and the types of causes, in their order. */
  List<String> compared() {
    return compared;
  }

  /** For people to read. */
  List<String> lines() {
    return lines;
  }
}
