package io.spanmill.errors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Python's tracebacks: outermost call first, causes before what they caused. Frames below {@code
 * site-packages}, {@code dist-packages} and {@code lib/pythonX.Y} are not the application's.
 *
 * <pre>
 * Traceback (most recent call last):
 *   File "/srv/shop/app.py", line 37, in charge
 *     deep(card)
 * PaymentError: no answer
 *
 * The above exception was the direct cause of the following exception:
 * </pre>
 */
final class PythonStack implements StackForm {
  private static final String FILE = "File \"";
  private static final String IN = ", in ";

  /** Around every call there are some, and they say nothing. */
  private static final String INSTRUMENTATION = "/opentelemetry/";

  private static final List<String> FOREIGN =
      List.of("/site-packages/", "/dist-packages/", "/lib/python", "<frozen ", "\\lib\\");

  private final ApplicationFrames application;

  PythonStack(ApplicationFrames application) {
    this.application = application;
  }

  static boolean looksLike(String stack) {
    return stack.contains("Traceback (most recent call last)") || stack.contains(FILE);
  }

  /** Where it is too long, its end counts: that is what was recorded. */
  @Override
  public List<Raised> read(String stack) {
    List<Raised> chain = new ArrayList<>();
    List<Frame> frames = new ArrayList<>();
    String type = "";
    String read = stack.substring(Math.max(0, stack.length() - MOST_READ));
    for (String whole : read.lines().toList()) {
      String line = StackForm.bounded(whole);
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("Traceback (")) {
        add(type, frames, chain);
        frames = new ArrayList<>();
        type = "";
      } else if (line.charAt(0) == ' ') {
        Frame frame = frame(line);
        if (frame != null) {
          frames.add(frame);
        }
      } else if (type.isEmpty() && !frames.isEmpty()) {
        type = type(line);
      }
    }
    add(type, frames, chain);
    Collections.reverse(chain);
    return chain;
  }

  private static void add(String type, List<Frame> frames, List<Raised> chain) {
    if (!frames.isEmpty()) {
      Collections.reverse(frames);
      chain.add(new Raised(type, frames));
    }
  }

  private @Nullable Frame frame(String line) {
    int from = line.indexOf(FILE);
    int to = from < 0 ? -1 : line.indexOf('"', from + FILE.length());
    int in = to < 0 ? -1 : line.indexOf(IN, to);
    if (in < 0 || !line.substring(0, from).isBlank()) {
      return null;
    }
    String file = line.substring(from + FILE.length(), to);
    String function = line.substring(in + IN.length()).strip();
    if (file.contains(INSTRUMENTATION)) {
      return null;
    }
    boolean foreign = FOREIGN.stream().anyMatch(file::contains);
    return new Frame(
        function + " (" + FileNames.of(file) + ")", application.include(function, file, foreign));
  }

  /** Up to the colon, if it is a name. */
  private static String type(String line) {
    int colon = line.indexOf(':');
    String type = (colon < 0 ? line : line.substring(0, colon)).strip();
    for (int i = 0; i < type.length(); i++) {
      if (!Character.isJavaIdentifierPart(type.charAt(i)) && type.charAt(i) != '.') {
        return "";
      }
    }
    return type;
  }
}
