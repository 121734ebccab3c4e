package io.spanmill.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images that .env names, and the licences that stand above them. */
record Images(Map<String, String> names, Map<String, String> licences) {
  private static final Pattern IMAGE =
      Pattern.compile("^# (\\S.*)\n(\\w+_IMAGE)=(\\S+)$", Pattern.MULTILINE);

  static Images read() {
    Map<String, String> names = new TreeMap<>();
    Map<String, String> licences = new TreeMap<>();
    Matcher image = IMAGE.matcher(Sources.text(Sources.ROOT.resolve(".env")));
    while (image.find()) {
      licences.put(image.group(2), image.group(1));
      names.put(image.group(2), image.group(3));
    }
    return new Images(names, licences);
  }

  /** Lines of .env that set something. */
  static List<String> settings() {
    return Sources.text(Sources.ROOT.resolve(".env"))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
