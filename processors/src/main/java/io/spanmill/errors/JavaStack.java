package io.spanmill.errors;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Throwable.printStackTrace} writes, whichever language of the JVM it is. Suppressed
 * exceptions are passed over. Frames of the JDK and of well-known frameworks and drivers are not
 * the application's.
 *
 * <pre>
 * shop.OrderException: no price
 *         at shop.Orders.place(Orders.java:48)
 * Caused by: java.sql.SQLException: no such table
 *         at shop.Prices.lambda$of$1(Prices.java:13)
 *         ... 7 more
 * </pre>
 */
final class JavaStack implements StackForm {
  private static final String AT = "at ";

  /** Around every call there are some, and they say nothing. */
  private static final String INSTRUMENTATION = "io.opentelemetry.";

  private static final String CAUSED_BY = "Caused by: ";

  private final ApplicationFrames application;

  JavaStack(ApplicationFrames application) {
    this.application = application;
  }

  static boolean looksLike(String stack) {
    return stack.contains(".java:") || stack.contains(".kt:") || stack.contains(".scala:");
  }

  @Override
  public List<Raised> read(String stack) {
    List<Raised> chain = new ArrayList<>();
    List<Frame> frames = new ArrayList<>();
    String type = "";
    int indent = -1;
    String read = stack.substring(0, Math.min(stack.length(), MOST_READ));
    for (String whole : read.lines().toList()) {
      String line = StackForm.bounded(whole);
      int from = indent(line);
      if (line.startsWith(CAUSED_BY)) {
        add(type, frames, chain);
        frames = new ArrayList<>();
        type = type(line.substring(CAUSED_BY.length()));
      } else if (line.startsWith(AT, from) && (indent < 0 || indent == from)) {
        Frame frame = frame(line.substring(from + AT.length()));
        if (frame != null) {
          frames.add(frame);
          indent = from;
        }
      }
    }
    add(type, frames, chain);
    return chain;
  }

  private static void add(String type, List<Frame> frames, List<Raised> chain) {
    if (!frames.isEmpty() || !chain.isEmpty()) {
      chain.add(new Raised(type, frames));
    }
  }

  private static int indent(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static String type(String said) {
    int colon = said.indexOf(':');
    return GeneratedNames.plain((colon < 0 ? said : said.substring(0, colon)).strip());
  }

  private @Nullable Frame frame(String call) {
    int open = call.lastIndexOf('(');
    if (open <= 0) {
      return null;
    }
    // Before a slash stand the class loader and the module.
    String name = GeneratedNames.withoutHiddenClass(call.substring(0, open));
    String method = name.substring(name.lastIndexOf('/') + 1);
    if (method.startsWith(INSTRUMENTATION)) {
      return null;
    }
    return new Frame(
        GeneratedNames.plain(method),
        application.include(method, call.substring(open), JavaFrameworks.include(method)));
  }
}
