package io.spanmill.errors;

/** Names on the JVM without the parts that it, a compiler or a framework has made up. */
final class GeneratedNames {
  private GeneratedNames() {}

  /** {@code Prices$$Lambda/0x00007f.apply} names a class that has no name, by an address. */
  static String withoutHiddenClass(String name) {
    int slash = name.indexOf("/0x");
    if (slash < 0) {
      return name;
    }
    int dot = name.indexOf('.', slash);
    return name.substring(0, slash) + (dot < 0 ? "" : name.substring(dot));
  }

  /**
   * {@code Orders$$SpringCGLIB$$0.place} is {@code Orders.place}; {@code lambda$of$1}, {@code
   * Orders$2}, {@code $Proxy12} and the like lose their numbers.
   */
  static String plain(String name) {
    StringBuilder out = new StringBuilder(name.length());
    int at = 0;
    while (at < name.length()) {
      char next = name.charAt(at);
      if (name.startsWith("$$", at)) {
        int dot = name.indexOf('.', at);
        at = dot < 0 ? name.length() : dot;
      } else if (isDigit(next) && follows(out)) {
        while (at < name.length() && isDigit(name.charAt(at))) {
          at++;
        }
      } else {
        out.append(next);
        at++;
      }
    }
    return out.toString();
  }

  private static boolean follows(StringBuilder out) {
    int length = out.length();
    return length > 0
        && (out.charAt(length - 1) == '$'
            || endsWith(out, "$Proxy")
            || endsWith(out, "Accessor")
            || endsWith(out, "EnhancerBy"));
  }

  private static boolean endsWith(StringBuilder out, String end) {
    return out.length() >= end.length() && out.indexOf(end, out.length() - end.length()) >= 0;
  }

  private static boolean isDigit(char next) {
    return next >= '0' && next <= '9';
  }
}
