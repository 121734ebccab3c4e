package io.spanmill.sampling.ottl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of the Collector, which speaks RE2, in Java's dialect. */
public final class Re2Pattern {
  private static final Pattern POSIX_CLASS = Pattern.compile("\\[:\\^?([a-z]+):]");

  private Re2Pattern() {}

  /**
   * A regular expression as the Collector would read it, to be found anywhere in a text.
   *
   * <p>The usual expressions mean the same in both dialects. Java has look-around and back
   * references besides; it can take long where RE2 cannot. It writes {@code (?<name>…)} for {@code
   * (?P<name>…)} and {@code \p{IsGreek}} for {@code \p{Greek}}; {@code &&} and {@code [} inside a
   * character class are operators; {@code $} also matches before a line feed that ends the text. A
   * POSIX class such as {@code [[:alpha:]]} would silently mean something else, and is refused.
   *
   * @throws PatternSyntaxException where it is none
   */
  public static Pattern compile(String expression) {
    Matcher posix = POSIX_CLASS.matcher(expression);
    if (posix.find()) {
      throw new PatternSyntaxException(
          "POSIX class " + posix.group() + " is not supported", expression, posix.start());
    }
    return Pattern.compile(expression, Pattern.UNIX_LINES);
  }
}
