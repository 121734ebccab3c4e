package io.spanmill.topology.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in Prometheus' format 0.0.4, read as strictly as the format and the conventions for names
 * allow: whatever breaks a rule fails the test.
 *
 * @param types by family
 * @param helps by family
 * @param samples by name and labels, as they are written
 */
public record Scrape(
    Map<String, String> types, Map<String, String> helps, Map<String, Double> samples) {
  private static final String NAME = "spanmill(?:_[a-z0-9]+)+";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z][a-z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(\\{.*})? (-?[0-9][0-9.E-]*|NaN|[+-]Inf)");
  private static final Set<String> ILL_UNITS =
      Set.of("ms", "millis", "milliseconds", "minutes", "kb", "mb", "percent");

  public static Scrape of(String text) {
    assertThat(text).endsWith("\n");
    Scrape scrape = new Scrape(new LinkedHashMap<>(), new HashMap<>(), new TreeMap<>());
    String family = "";
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      if (help.matches()) {
        family = help.group(1);
        assertThat(scrape.helps.put(family, help.group(2))).as("HELP twice: " + line).isNull();
        assertThat(help.group(2)).as(line).endsWith(".");
      } else if (type.matches()) {
        assertThat(type.group(1)).as("TYPE follows its HELP: " + line).isEqualTo(family);
        assertThat(scrape.types.put(family, type.group(2))).as("TYPE twice: " + line).isNull();
        scrape.checkName(family, type.group(2));
      } else {
        scrape.sample(family, line);
      }
    }
    assertThat(scrape.types.keySet()).isEqualTo(scrape.helps.keySet());
    return scrape;
  }

  private void checkName(String family, String type) {
    assertThat(family.endsWith("_total")).as(family).isEqualTo(type.equals("counter"));
    assertThat(family.split("_")).as(family).doesNotContainAnyElementsOf(ILL_UNITS);
  }

  private void sample(String family, String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as("not a sample: " + line).isTrue();
    assertThat(sample.group(1)).as("below its TYPE: " + line).isEqualTo(family);
    assertThat(types).as(line).containsKey(family);
    String labels = sample.group(2) == null ? "" : sample.group(2);
    checkLabels(labels, line);
    double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
    assertThat(samples.put(family + labels, value)).as("twice: " + line).isNull();
  }

  private static void checkLabels(String labels, String line) {
    if (labels.isEmpty()) {
      return;
    }
    String left = labels.substring(1, labels.length() - 1);
    String before = "";
    while (true) {
      Matcher label = LABEL.matcher(left);
      assertThat(label.lookingAt()).as("labels: " + line).isTrue();
      assertThat(label.group(1)).as("labels in order: " + line).isGreaterThan(before);
      before = label.group(1);
      if (label.end() == left.length()) {
        return;
      }
      assertThat(left.charAt(label.end())).as("labels: " + line).isEqualTo(',');
      left = left.substring(label.end() + 1);
    }
  }

  /**
   * @param sample name and labels, as they are written
   */
  public double value(String sample) {
    Double value = samples.get(sample);
    if (value == null) {
      throw new NoSuchElementException(sample + " is not among " + samples.keySet());
    }
    return value;
  }

  /** The sum of a family's samples. */
  public double sum(String family) {
    assertThat(types).containsKey(family);
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().split("\\{", 2)[0].equals(family))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
