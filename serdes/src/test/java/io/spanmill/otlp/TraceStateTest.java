package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Threshold;
import io.spanmill.otlp.TraceState.Defect;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStateTest {
  private static final long SEED = 0x5eed_0074L;
  private static final long E666 = Threshold.parse("e666");
  private static final String RV = "rv:6e6d1a75832a2f";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                         | ot=th:e666",
        "' , '                      | ot=th:e666",
        "v=1                        | ot=th:e666,v=1",
        "v=1,w=2                    | ot=th:e666,v=1,w=2",
        "ot=th:8                    | ot=th:e666",
        "'v=1 , ot=th:8 ,, w= 2'    | ot=th:e666,v=1,w= 2",
        "v=1,ot=a:b;th:8;c:         | ot=a:b;th:e666;c:,v=1",
        "v=1,ot=a:b;c:              | ot=th:e666;a:b;c:,v=1",
        "ot=rv:6e6d1a75832a2f;th:8  | ot=rv:6e6d1a75832a2f;th:e666",
        "ot=th:8;rv:3               | ot=th:e666;rv:3",
        "tenant@ot=th:8             | ot=th:e666,tenant@ot=th:8",
      })
  void writesAThreshold(String before, String after) {
    assertThat(withThreshold(before, E666)).isEqualTo(after);
    assertThat(state(before).accepts(E666)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | ''",
        "v=1                       | v=1",
        "' v=1 ,'                  | ' v=1 ,'",
        "ot=th:8                   | ''",
        "v=1, ot=th:8 ,w=2         | v=1,w=2",
        "v=1,ot=th:8;a:b           | ot=a:b,v=1",
        "v=1,ot=a:b;th:8           | ot=a:b,v=1",
        "v=1,ot=a:b;th:8;c:        | ot=a:b;c:,v=1",
        "v=1,ot=a:b                | v=1,ot=a:b",
        "ot=th:0;rv:6e6d1a75832a2f | ot=rv:6e6d1a75832a2f",
      })
  void removesTheThreshold(String before, String after) {
    assertThat(withoutThreshold(before)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=1,ot=th:8;",
        "v=1, ot=th:8;th:c",
        "ot=th:8,ot=th:c",
        "v=a=b,ot=th:8",
        "ot=th:X",
        "ot=th:"
      })
  void keepsAnUnknownThresholdAsItIs(String text) {
    TraceState state = state(text);

    assertThat(state.malformed()).isTrue();
    assertThat(state.thresholdUnknown()).isTrue();
    assertThat(state.accepts(E666)).isFalse();
    assertThat(withThreshold(text, E666)).isEqualTo(text);
    assertThat(withoutThreshold(text)).isEqualTo(text);
  }

  @Test
  void keepsTheSpellingOfAnEqualThreshold() {
    assertThat(withThreshold("v=1 , ot=th:1000", 1L << 52)).isEqualTo("v=1 , ot=th:1000");
  }

  @Test
  void aBadThresholdDoesNotHideTheRandomness() {
    TraceState state = state("ot=th:X;" + RV);

    assertThat(state.threshold()).isEqualTo(TraceState.NONE);
    assertThat(state.randomness()).isEqualTo(0x6e6d1a75832a2fL);
    assertThat(state.defect()).isEqualTo(Defect.TH_SYNTAX);
  }

  @Test
  void aBadRandomnessDoesNotHideTheThreshold() {
    TraceState state = state("ot=rv:3;th:8");

    assertThat(state.threshold()).isEqualTo(1L << 55);
    assertThat(state.randomness()).isEqualTo(TraceState.NONE);
    assertThat(state.defect()).isEqualTo(Defect.RV_SIZE);
    assertThat(state.thresholdUnknown()).isFalse();
  }

  @Test
  void aFullListTakesNoFurtherMember() {
    String full = vendors(32);
    assertThat(withThreshold(full, E666)).isEqualTo(full);
    assertThat(state(full).accepts(E666)).isFalse();
    assertThat(withThreshold(vendors(31), E666)).isEqualTo("ot=th:e666," + vendors(31));
  }

  @Test
  void aFullListWithOtTakesAThreshold() {
    assertThat(withThreshold(vendors(31) + ",ot=a:b", E666))
        .isEqualTo("ot=th:e666;a:b," + vendors(31));
  }

  @Test
  void theMemberNeverGrowsBeyondItsLimit() {
    String fits = "ot=a:" + "x".repeat(256 - "a:;th:e666".length());
    assertThat(withThreshold(fits, E666)).hasSize("ot=".length() + 256);
    assertThat(withThreshold(fits + "x", E666)).isEqualTo(fits + "x");
    assertThat(state(fits + "x").accepts(E666)).isFalse();
  }

  @Test
  void aThresholdThatCannotBeReplacedGoes() {
    String rest = "a:" + "x".repeat(256 - "a:;th:8".length());
    assertThat(state("ot=th:8;" + rest).accepts(E666)).isFalse();
    assertThat(withThreshold("ot=th:8;" + rest, E666)).isEqualTo("ot=" + rest);
    assertThat(withThreshold("ot=th:8;" + rest, 1L << 55)).isEqualTo("ot=th:8;" + rest);
  }

  @Test
  void readsTheLongestMemberOfShortestPairs() {
    String pairs =
        IntStream.range(0, 26)
            .mapToObj(i -> (char) ('a' + i) + ":")
            .collect(Collectors.joining(";"));
    assertThat(state("ot=" + pairs + ";" + pairs).defect()).isEqualTo(Defect.OT_DUPLICATE_KEY);
    assertThat(state("ot=" + pairs).malformed()).isFalse();
  }

  @Test
  void readsOnlyTheGivenRange() {
    byte[] bytes = "xx,ot=th:8,yy".getBytes(US_ASCII);
    TraceState state = new TraceState();

    state.read(bytes, 3, 10);

    assertThat(state.threshold()).isEqualTo(1L << 55);
    assertThat(state.withoutThreshold()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ot=th:8;rv:6e6d1a75832a2f,v=1", "ot=th:8;", "v=a=b", "ot=th:X"})
  void forgetsWhatItReadBefore(String before) {
    TraceState state = state(before);

    state.read(new byte[0], 0, 0);

    assertThat(state.malformed()).isFalse();
    assertThat(state.thresholdUnknown()).isFalse();
    assertThat(state.threshold()).isEqualTo(TraceState.NONE);
    assertThat(state.randomness()).isEqualTo(TraceState.NONE);
    assertThat(new String(state.withThreshold(E666), US_ASCII)).isEqualTo("ot=th:e666");
  }

  @Test
  void whatIsWrittenIsReadAndNothingElseChanges() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 5_000; i++) {
      String before = anyHeader(random);
      long threshold = random.nextLong(Threshold.MAX);
      String after = withThreshold(before, threshold);
      TraceState state = state(after);
      String context = "seed %x: <%s> to <%s>".formatted(SEED, before, after);
      assertThat(state.defect()).as(context).isEqualTo(state(before).defect());
      assertThat(state.threshold()).as(context).isEqualTo(threshold);
      assertThat(state.randomness()).as(context).isEqualTo(state(before).randomness());
      assertThat(others(after)).as(context).isEqualTo(others(before));
      assertThat(others(withoutThreshold(after))).as(context).isEqualTo(others(before));
      assertThat(state(withoutThreshold(after)).threshold()).as(context).isEqualTo(-1);
    }
  }

  @Test
  void anyBytesAreReadWithoutFailure() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] alphabet = "ot=th:8;rv,@ =\tA\u0001".getBytes(US_ASCII);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = alphabet[random.nextInt(alphabet.length)];
      }
      String text = new String(bytes, US_ASCII);
      TraceState state = state(text);
      if (state.accepts(E666)) {
        assertThat(state(withThreshold(text, E666)).threshold())
            .as("seed %x: <%s>", SEED, text)
            .isEqualTo(E666);
      }
    }
  }

  private static String anyHeader(SplittableRandom random) {
    List<String> pairs = new ArrayList<>(List.of("a:b", "c1:", "x:Y.Z-_"));
    if (random.nextBoolean()) {
      pairs.add("th:" + Threshold.encode(random.nextLong(Threshold.MAX)));
    }
    if (random.nextBoolean()) {
      pairs.add(RV);
    }
    List<String> members = new ArrayList<>(List.of("v=1", " w=2 3 ", "", "t@s=4\t"));
    if (random.nextInt(4) > 0) {
      members.add("ot=" + String.join(";", drawn(pairs, 1, random)));
    }
    return String.join(",", drawn(members, 0, random));
  }

  private static List<String> drawn(List<String> from, int least, SplittableRandom random) {
    List<String> left = new ArrayList<>(from);
    List<String> drawn = new ArrayList<>();
    for (int count = random.nextInt(least, from.size() + 1); count > 0; count--) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }

  /** All members but {@code ot}, then all its pairs but {@code th}. */
  private static List<String> others(String header) {
    List<String> others = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    for (String member : header.split(",", -1)) {
      if (member.strip().startsWith("ot=")) {
        pairs.addAll(List.of(member.strip().substring(3).split(";", -1)));
      } else if (!member.isBlank()) {
        others.add(member.strip());
      }
    }
    pairs.removeIf(pair -> pair.startsWith("th:"));
    others.addAll(pairs);
    return others;
  }

  private static String vendors(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
  }

  private static String withThreshold(String text, long threshold) {
    return new String(state(text).withThreshold(threshold), US_ASCII);
  }

  private static String withoutThreshold(String text) {
    return new String(state(text).withoutThreshold(), US_ASCII);
  }

  private static TraceState state(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    TraceState state = new TraceState();
    state.read(bytes, 0, bytes.length);
    return state;
  }
}
