package io.spanmill.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of Prometheus, as far as it is needed to tell which metrics and labels it names.
 *
 * @param text in PromQL; Grafana's variables may stand in it
 */
record Expression(String text) {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{([^}]*)}");
  private static final Pattern NAME =
      Pattern.compile("(?<![$\\w.])([a-zA-Z_:][a-zA-Z0-9_:]*)(?!\\w)(?!\\s*\\()");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");

  /** The end of a {@code label_replace} or {@code label_join}: what it makes, and out of what. */
  private static final Pattern MADE =
      Pattern.compile(",\\s*\"(\\w+)\"\\s*,\\s*\"[^\"]*\"\\s*,\\s*\"(\\w+)\"");

  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf");

  /** A metric and a label by which it is selected. */
  record Selection(String metric, String label) {}

  List<String> metrics() {
    String bare = STRING.matcher(text).replaceAll("");
    bare = GROUPING.matcher(bare).replaceAll("");
    bare = RANGE.matcher(bare).replaceAll("");
    bare = bare.replaceAll("\\{[^}]*}", "");
    return NAME.matcher(bare)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !WORDS.contains(name))
        .distinct()
        .toList();
  }

  List<Selection> selections() {
    List<Selection> selections = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(STRING.matcher(text).replaceAll(""));
    while (selector.find()) {
      Matcher label = LABEL.matcher(selector.group(2));
      while (label.find()) {
        selections.add(new Selection(selector.group(1), label.group(1)));
      }
    }
    return selections;
  }

  /** Labels by which results are put together. */
  List<String> groups() {
    return GROUPING
        .matcher(STRING.matcher(text).replaceAll(""))
        .results()
        .flatMap(found -> List.of(found.group(2).split(",")).stream())
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .distinct()
        .toList();
  }

  /** Labels that it makes. */
  List<String> made() {
    return MADE.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }

  /** What it names that does not exist, a line each. */
  List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    for (String metric : metrics()) {
      if (!KnownMetrics.has(metric)) {
        unknown.add("no metric " + metric + " in " + text);
      }
    }
    for (Selection selection : selections()) {
      if (!KnownMetrics.has(selection.metric(), selection.label())) {
        unknown.add("no label " + selection.label() + " of " + selection.metric());
      }
    }
    List<String> named = new ArrayList<>(groups());
    MADE.matcher(text).results().map(found -> found.group(2)).forEach(named::add);
    named.removeAll(made());
    for (String label : named) {
      if (metrics().stream().noneMatch(metric -> KnownMetrics.has(metric, label))) {
        unknown.add("no label " + label + " of any metric in " + text);
      }
    }
    return unknown;
  }
}
