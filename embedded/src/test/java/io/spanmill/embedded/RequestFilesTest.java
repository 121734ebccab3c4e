package io.spanmill.embedded;

import static io.spanmill.embedded.StoredFiles.arrivingAt;
import static io.spanmill.embedded.StoredFiles.jsonArrivingAt;
import static io.spanmill.embedded.StoredFiles.lines;
import static io.spanmill.embedded.StoredFiles.prefixed;
import static io.spanmill.embedded.StoredFiles.request;
import static io.spanmill.embedded.StoredFiles.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestFilesTest {
  private static final long NOW = 1_800_000_000_000L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"otlpbin", "otlpbin.zst", "otlpjsonbin.gz", "binpb", "binpb.gz"})
  void readsLengthPrefixedRequestsOfBothSpellings(String ending) throws IOException {
    List<byte[]> values = List.of(arrivingAt(1_000), jsonArrivingAt(2_000), arrivingAt(3_000));
    Path file = write(folder.resolve("a." + ending), prefixed(values));

    assertThat(values(file)).containsExactlyElementsOf(values);
    assertThat(arrivals(file)).containsExactly(1_000L, 2_000L, 3_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "json", "jsonl.zst", "json.zst", "jsonl.gz", "json.gz"})
  void readsOneRequestPerLine(String ending) throws IOException {
    List<byte[]> values = List.of(jsonArrivingAt(1_000), jsonArrivingAt(2_000));
    Path file = write(folder.resolve("a." + ending), lines(values));

    assertThat(values(file)).containsExactlyElementsOf(values);
    assertThat(arrivals(file)).containsExactly(1_000L, 2_000L);
  }

  @Test
  void skipsBlankLinesAndWhiteSpaceAroundLines() throws IOException {
    Path file = write(folder.resolve("a.jsonl"), utf8("\r\n {\"a\":1} \r\n\n\t\n{\"b\":2}"));

    assertThat(texts(file)).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void readsLinesLongerThanItsBuffer() throws IOException {
    String line = "{\"a\":\"" + "x".repeat(200_000) + "\"}";
    Path file = write(folder.resolve("a.jsonl"), utf8(line + "\n" + line + "\n"));

    assertThat(texts(file)).containsExactly(line, line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\n  \"a\": [\n1]\n}\n", "{\n  \"cut\": [\n", "{\"a\":1}"})
  void takesJsonLaidOutOverManyLinesAsOneRequest(String text) throws IOException {
    Path file = write(folder.resolve("a.json"), utf8(text));

    assertThat(texts(file)).containsExactly(text);
  }

  @Test
  void aBrokenFirstLineDoesNotSwallowTheOthers() throws IOException {
    Path file = write(folder.resolve("a.json"), utf8("{oops\n{\"b\":2}\n"));

    assertThat(texts(file)).containsExactly("{oops", "{\"b\":2}");
  }

  @Test
  void mergesFilesByTheArrivalOfTheirNextRequest() throws IOException {
    Path first = timed("1.otlpbin", 10, 40, 20, 60);
    Path second = timed("2.otlpbin.zst", 10, 30, 50);

    assertThat(arrivals(first, second)).containsExactly(10L, 10L, 30L, 40L, 20L, 50L, 60L);
  }

  @Test
  void prefersTheFileNamedFirstAmongEqualArrivals() throws IOException {
    Path first = write(folder.resolve("z.jsonl"), utf8("{\"first\":1}\n{\"second\":1}"));
    Path second = write(folder.resolve("a.jsonl"), utf8("{\"third\":1}"));

    assertThat(texts(first, second))
        .containsExactly("{\"first\":1}", "{\"second\":1}", "{\"third\":1}");
  }

  @RepeatedTest(20)
  void mergesAsTakingTheEarliestHeadAgainAndAgainWould(RepetitionInfo repetition)
      throws IOException {
    long seed = repetition.getCurrentRepetition();
    SplittableRandom random = new SplittableRandom(seed);
    List<Path> files = new ArrayList<>();
    List<List<Long>> left = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long[] arrivals = random.longs(random.nextInt(30), 1, 20).toArray();
      files.add(timed(i + ".otlpbin", arrivals));
      left.add(new ArrayList<>(LongStream.of(arrivals).boxed().toList()));
    }

    assertThat(arrivals(files.toArray(Path[]::new)))
        .as("seed %d", seed)
        .containsExactlyElementsOf(mergedByBruteForce(left));
  }

  @Test
  void walksFoldersByNameAndReadsOnlyWhatItKnows() throws IOException {
    timed("b.otlpbin", 7);
    write(folder.resolve("a/x.jsonl"), utf8("{\"sorted\":\"first\"}"));
    write(folder.resolve("a/notes.txt"), utf8("not a request"));
    write(folder.resolve("c/deep/y.json.gz"), jsonArrivingAt(7));

    try (RequestFiles files = RequestFiles.open(List.of(folder), () -> 7)) {
      assertThat(text(files.next())).isEqualTo("{\"sorted\":\"first\"}");
      assertThat(files.next().value()).isEqualTo(arrivingAt(7));
      assertThat(files.next().value()).isEqualTo(jsonArrivingAt(7));
      assertThat(files.next()).isNull();
    }
  }

  @Test
  void arrivesAtTheLowerMedianOfSpanEnds() throws IOException {
    assertThat(arrivals(stored(request(9_000_000, 1_000_000, 5_999_999)))).containsExactly(5L);
    assertThat(arrivals(stored(request(9_000_000, 1_000_000, 5_000_000, 6_000_000))))
        .containsExactly(5L);
  }

  @Test
  void absurdEndsDoNotCount() throws IOException {
    long dayAhead = (NOW + 86_400_000) * 1_000_000;
    byte[] request = request(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, dayAhead + 1, 3_000_000);

    assertThat(arrivals(stored(request))).containsExactly(3L);
    assertThat(arrivals(stored(request(dayAhead)))).containsExactly(NOW + 86_400_000);
  }

  @Test
  void requestsThatDoNotTellArriveWithTheOneBefore() throws IOException {
    byte[] garbage = {(byte) 0xff, 1, 2};
    Path file = stored(arrivingAt(10), request(0), garbage, request(), arrivingAt(20));

    assertThat(arrivals(file)).containsExactly(10L, 10L, 10L, 10L, 20L);
    assertThat(values(file)).contains(garbage);
  }

  @Test
  void protobufThatBeginsLikeJsonIsProtobuf() throws IOException {
    long[] ends = new long[11]; // 11 bytes each, and 2 around them: 123, which is {
    Arrays.fill(ends, 5_000_000);
    byte[] request = request(ends);

    assertThat(request).startsWith('\n', '{');
    assertThat(arrivals(stored(request))).containsExactly(5L);
  }

  @Test
  void firstRequestsThatDoNotTellArriveWithTheFirstThatDoes() throws IOException {
    assertThat(arrivals(stored(request(), request(0), arrivingAt(20), request())))
        .containsExactly(20L, 20L, 20L, 20L);
  }

  @Test
  void aFileThatTellsNoArrivalArrivesNow() throws IOException {
    assertThat(arrivals(stored(request(), request(0)))).containsExactly(NOW, NOW);
  }

  @Test
  void emptyFilesHoldNothing() throws IOException {
    Path prefixed = write(folder.resolve("a.otlpbin"), new byte[0]);
    Path lines = write(folder.resolve("a.json.zst"), new byte[0]);

    assertThat(values(prefixed, lines)).isEmpty();
  }

  @Test
  void readsNoFurtherThanItMust() throws IOException {
    byte[] noise = new byte[8 << 20];
    new SplittableRandom(1).nextBytes(noise);
    Path file = write(folder.resolve("a.otlpbin.gz"), prefixed(List.of(arrivingAt(1), noise)));
    try (RequestFiles files = RequestFiles.open(List.of(file), () -> NOW)) {
      assertThat(files.next()).isNotNull();
      assertThat(files.bytesRead()).isBetween(1L, 1L << 20);
      assertThat(files.next()).isNotNull();
      assertThat(files.next()).isNull();
      assertThat(files.bytesRead()).isEqualTo(files.totalBytes()).isGreaterThan(8 << 20);
    }
  }

  private Path stored(byte[]... values) throws IOException {
    return write(folder.resolve("stored.otlpbin"), prefixed(List.of(values)));
  }

  private Path timed(String name, long... arrivals) throws IOException {
    List<byte[]> values = LongStream.of(arrivals).mapToObj(StoredFiles::arrivingAt).toList();
    return write(folder.resolve(name), prefixed(values));
  }

  private static List<Long> mergedByBruteForce(List<List<Long>> left) {
    List<Long> merged = new ArrayList<>();
    while (true) {
      List<Long> earliest = List.of();
      for (List<Long> file : left) {
        if (!file.isEmpty() && (earliest.isEmpty() || file.get(0) < earliest.get(0))) {
          earliest = file;
        }
      }
      if (earliest.isEmpty()) {
        return merged;
      }
      merged.add(earliest.remove(0));
    }
  }

  private static List<StoredRequest> all(Path... named) throws IOException {
    List<StoredRequest> requests = new ArrayList<>();
    try (RequestFiles files = RequestFiles.open(List.of(named), () -> NOW)) {
      for (StoredRequest next = files.next(); next != null; next = files.next()) {
        requests.add(next);
      }
    }
    return requests;
  }

  private static List<byte[]> values(Path... named) throws IOException {
    return all(named).stream().map(StoredRequest::value).toList();
  }

  private static List<String> texts(Path... named) throws IOException {
    return all(named).stream().map(RequestFilesTest::text).toList();
  }

  private static List<Long> arrivals(Path... named) throws IOException {
    return all(named).stream().map(StoredRequest::arrivalMillis).toList();
  }

  private static String text(StoredRequest request) {
    return new String(request.value(), UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
