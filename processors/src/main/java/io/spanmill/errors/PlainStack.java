package io.spanmill.errors;

import java.util.ArrayList;
import java.util.List;

/**
 * Stacks of other languages: lines that look like calls, without their folders and without whatever
 * has a digit in it. Nobody knows which are the application's, so that all are taken for that, and
 * only the innermost count.
 */
final class PlainStack implements StackForm {
  private static final int MOST_LINES = 5;
  private static final int LONGEST = 120;

  private final ApplicationFrames application;

  PlainStack(ApplicationFrames application) {
    this.application = application;
  }

  @Override
  public List<Raised> read(String stack) {
    List<Frame> frames = new ArrayList<>();
    String read = stack.substring(0, Math.min(stack.length(), MOST_READ));
    for (String whole : read.lines().toList()) {
      String line = StackForm.bounded(whole);
      String text = line.strip();
      if (frames.size() < MOST_LINES && isCall(text)) {
        boolean foreign = text.startsWith("at System.") || text.startsWith("at Microsoft.");
        frames.add(new Frame(plain(text), application.include(text, text, foreign)));
      }
    }
    return frames.isEmpty() ? List.of() : List.of(new Raised("", frames));
  }

  /** It begins with "at", or has a place in a file. */
  private static boolean isCall(String line) {
    return line.startsWith("at ") || line.startsWith("#") || line.contains(":in ");
  }

  private static String plain(String line) {
    int in = line.indexOf(" in /");
    int to = in < 0 ? line.length() : in;
    int slash = line.lastIndexOf('/', to - 1);
    int from = slash < 0 ? 0 : slash + 1;
    String shown = line.substring(from, Math.min(to, from + LONGEST));
    return MessageTemplate.of(shown.startsWith("at ") ? shown.substring(3) : shown);
  }
}
