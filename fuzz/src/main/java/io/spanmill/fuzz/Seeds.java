package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.alerts.AlertForms;
import io.spanmill.assembly.AssemblyForms;
import io.spanmill.budget.BudgetForms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a fuzzer begins: what the repository has already, as inputs of each target. */
public final class Seeds {
  private static final byte[] HALF = {0, (byte) 0x80, 0, 0, 0, 0, 0, 0};
  private static final String CONFIG_TESTS = "topology/src/test/java/io/spanmill/topology/config/";
  private static final String OTTL_TESTS = "processors/src/test/java/io/spanmill/sampling/ottl/";
  private static final Pattern POLICY = Pattern.compile("\\{name: .*}");
  private static final Pattern IN_QUOTES = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Path repository;

  private Seeds(Path repository) {
    this.repository = repository;
  }

  /** Writes seeds and corpus of a target into a folder: {@code REPOSITORY TARGET FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    write(of(repository, arguments[1]), folder, "seed");
    write(Corpus.of(repository, arguments[1]), folder, "kept");
  }

  private static void write(List<byte[]> inputs, Path folder, String name) throws IOException {
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve(name + "-" + i), inputs.get(i));
    }
  }

  /** What the repository has elsewhere, and what lies in {@code fuzz/seeds}. */
  static List<byte[]> of(Path repository, String target) {
    Seeds seeds = new Seeds(repository);
    List<byte[]> all = new ArrayList<>(seeds.known(target));
    String own = "fuzz/seeds/" + target;
    if (Files.exists(repository.resolve(own))) {
      all.addAll(seeds.files(own, ""));
    }
    return all;
  }

  private List<byte[]> known(String target) {
    return switch (target) {
      case "AlertRecords" -> AlertForms.seeds();
      case "AssemblyRecords" -> AssemblyForms.seeds();
      case "BudgetRecords" -> BudgetForms.seeds();
      case "CollectorConfigurations" -> files("topology/src/test/resources/collector", ".yaml");
      case "Configurations" -> configurations();
      case "JsonRequests" -> List.of();
      case "OttlConditions" -> conditions();
      case "Policies" -> policies();
      case "ProtobufRequests" ->
          List.of(Requests.small().toByteArray(), Requests.full().toByteArray());
      case "SpanViews" -> Requests.spans().stream().map(Span::toByteArray).toList();
      case "StoredRecords" -> StoredSeeds.records();
      case "StoredSums" -> StoredSeeds.sums();
      case "TraceStates" -> traceStates();
      default -> throw new IllegalArgumentException("no target is named " + target);
    };
  }

  /** From the table of vectors: a member {@code ot}, or a whole list. */
  private List<byte[]> traceStates() {
    List<byte[]> seeds = new ArrayList<>();
    for (String line : lines("serdes/src/test/resources/vectors/tracestate_parse.tsv")) {
      String[] columns = line.split("\t", 4);
      if (columns[2].startsWith("\"")) {
        String text = columns[2].substring(1, columns[2].length() - 1);
        seeds.add(joined(HALF, (columns[1].equals("ot") ? "ot=" + text : text).getBytes(UTF_8)));
      }
    }
    return seeds;
  }

  /** Every text between quotation marks in the tests of conditions; many are none. */
  private List<byte[]> conditions() {
    List<byte[]> seeds = new ArrayList<>();
    for (String test : List.of("OttlParserTest.java", "OttlExpressionTest.java")) {
      for (String line : lines(OTTL_TESTS + test)) {
        Matcher quoted = IN_QUOTES.matcher(line);
        while (quoted.find()) {
          String text = quoted.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
          seeds.add(text.split("\\s+\\|", 2)[0].getBytes(UTF_8));
        }
      }
    }
    return seeds;
  }

  /** The policies that the tests read or refuse. */
  private List<byte[]> policies() {
    List<byte[]> seeds = new ArrayList<>();
    for (String test :
        List.of("RefusalTest.java", "PolicyReaderTest.java", "BudgetReaderTest.java")) {
      for (String line : lines(CONFIG_TESTS + test)) {
        Matcher policy = POLICY.matcher(line.replace("\\\"", "\"").replaceFirst("\\s\\|.*", ""));
        if (policy.find()) {
          seeds.add(policy.group().getBytes(UTF_8));
        }
      }
    }
    return seeds;
  }

  private List<byte[]> configurations() {
    List<byte[]> seeds = new ArrayList<>(files("benchmarks", ".yaml"));
    for (String line : lines(CONFIG_TESTS + "RefusalTest.java")) {
      String yaml = line.strip().replaceFirst("\\s+\\|.*", "");
      if (yaml.matches("[a-z_]+: .*") && !yaml.equals(line.strip())) {
        seeds.add(yaml.getBytes(UTF_8));
      }
    }
    return seeds;
  }

  private List<byte[]> files(String folder, String ending) {
    try (Stream<Path> files = Files.list(repository.resolve(folder))) {
      List<byte[]> contents = new ArrayList<>();
      for (Path file : files.filter(file -> file.toString().endsWith(ending)).sorted().toList()) {
        contents.add(Files.readAllBytes(file));
      }
      return contents;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(repository.resolve(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = new byte[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
