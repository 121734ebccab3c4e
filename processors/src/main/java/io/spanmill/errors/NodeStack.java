package io.spanmill.errors;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What V8 writes, in Node.js and in browsers. Frames below {@code node_modules}, of Node.js itself
 * and native ones are not the application's.
 *
 * <pre>
 * SyntaxError: Unexpected end of JSON input
 *     at JSON.parse (&lt;anonymous&gt;)
 *     at load (/srv/shop/session.js:12:38)
 *     at /srv/shop/session.js:40:5
 * </pre>
 */
final class NodeStack implements StackForm {
  private static final String AT = "at ";
  private static final List<String> FOREIGN =
      List.of("/node_modules/", "\\node_modules\\", "node:", "<anonymous>", "native", "internal/");

  private final ApplicationFrames application;

  NodeStack(ApplicationFrames application) {
    this.application = application;
  }

  static boolean looksLike(String stack) {
    return stack.contains(".js:") || stack.contains(".ts:") || stack.contains("node:internal");
  }

  @Override
  public List<Raised> read(String stack) {
    List<Raised> chain = new ArrayList<>();
    List<Frame> frames = new ArrayList<>();
    String type = "";
    String read = stack.substring(0, Math.min(stack.length(), MOST_READ));
    for (String whole : read.lines().toList()) {
      String line = StackForm.bounded(whole);
      String text = line.strip();
      String cause = cause(text);
      if (cause != null) {
        add(type, frames, chain);
        frames = new ArrayList<>();
        type = cause;
      } else if (text.startsWith(AT) && !line.startsWith(AT)) {
        frames.add(frame(text.substring(AT.length())));
      }
    }
    add(type, frames, chain);
    return chain;
  }

  private static void add(String type, List<Frame> frames, List<Raised> chain) {
    if (!frames.isEmpty()) {
      chain.add(new Raised(type, frames));
    }
  }

  /** The type of what caused what came before; null if the line does not say so. */
  private static @Nullable String cause(String line) {
    String said =
        line.startsWith("[cause]: ")
            ? line.substring("[cause]: ".length())
            : line.startsWith("Caused by: ") ? line.substring("Caused by: ".length()) : null;
    if (said == null) {
      return null;
    }
    int colon = said.indexOf(':');
    return colon < 0 ? said : said.substring(0, colon);
  }

  private Frame frame(String call) {
    String place = call;
    String function = "";
    int open = call.lastIndexOf(" (");
    if (open >= 0 && call.endsWith(")")) {
      place = call.substring(open + 2, call.length() - 1);
      function = function(call.substring(0, open));
    } else if (call.startsWith("async ")) {
      place = call.substring("async ".length());
    }
    String file = withoutPosition(place);
    boolean foreign = FOREIGN.stream().anyMatch(file::contains);
    String shown = function.isEmpty() ? "<anonymous>" : function;
    return new Frame(
        shown + " (" + FileNames.of(file) + ")", application.include(function, file, foreign));
  }

  private static String function(String called) {
    String function = called.startsWith("async ") ? called.substring(6) : called;
    int alias = function.indexOf(" [as ");
    return alias < 0 ? function : function.substring(0, alias);
  }

  /** Without line and column. */
  private static String withoutPosition(String place) {
    int end = place.length();
    for (int numbers = 0; numbers < 2; numbers++) {
      int at = end;
      while (at > 0 && Character.isDigit(place.charAt(at - 1))) {
        at--;
      }
      if (at == end || at == 0 || place.charAt(at - 1) != ':') {
        break;
      }
      end = at - 1;
    }
    return place.substring(0, end);
  }
}
