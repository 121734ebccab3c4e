package io.spanmill.deploy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the program answers to over HTTP, as its code has it. */
final class Endpoints {
  private static final Pattern CONTEXT = Pattern.compile("createContext\\(\"(/\\w+)\"");

  private Endpoints() {}

  static Set<String> all() {
    Set<String> paths = new TreeSet<>();
    Matcher context =
        CONTEXT.matcher(
            Sources.text(
                Sources.ROOT.resolve("topology/src/main/java/io/spanmill/topology/Probes.java")));
    while (context.find()) {
      paths.add(context.group(1));
    }
    return paths;
  }
}
