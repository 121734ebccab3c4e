package io.spanmill.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The validator and protobuf's own parser agree on everything but this: protobuf-java 4.36 reads
 * ten bytes of a number and, if the tenth is odd, overlooks that it announces an eleventh. Numbers
 * have ten bytes at the most, and we say so.
 */
class OtlpValidatorLaws {
  private static final long SEED = 0x5eed_a111L;

  private final OtlpValidator validator = new OtlpValidator();

  @Test
  void takesWhateverIsWellFormed() {
    for (long seed = SEED; seed < SEED + 3_000; seed++) {
      byte[] request = request(new SplittableRandom(seed), 5);
      assertThat(accepts(request)).as("seed %x", seed).isTrue();
      assertThat(isParsed(request)).as("seed %x", seed).isTrue();
    }
  }

  @Test
  void takesWhatProtobufTakesAndRefusesWhatItRefuses() {
    int refused = 0;
    int count = 0;
    for (long seed = SEED; seed < SEED + 1_500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] request = request(random, 20);
      RandomWire wire = new RandomWire(random, 20);
      for (int i = 0; i < 40; i++) {
        byte[] mutant = wire.mutated(request);
        refused += agreed(mutant, seed) ? 0 : 1;
        count++;
      }
    }
    assertThat(refused).isBetween(count / 4, count * 9 / 10);
  }

  @Test
  void agreesOnEveryTruncation() {
    for (long seed = SEED; seed < SEED + 60; seed++) {
      byte[] request = request(new SplittableRandom(seed), 10);
      for (int length = 0; length < Math.min(request.length, 1_000); length++) {
        agreed(Arrays.copyOf(request, length), seed);
      }
    }
  }

  @Test
  void agreesOnEveryTwoBytesOfText() {
    for (int pair = 0; pair < 1 << 16; pair++) {
      agreed(named((byte) (pair >> 8), (byte) pair), pair);
    }
  }

  @Test
  void agreesOnRandomText() {
    int[] telling = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2};
    int[] leading = {0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff};
    for (long seed = SEED; seed < SEED + 60_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] text = new byte[random.nextInt(3, 14)];
      Arrays.fill(text, (byte) 'x');
      for (int at = random.nextInt(text.length); at < text.length; at++) {
        int[] among = random.nextInt(3) == 0 ? leading : telling;
        text[at] = (byte) among[random.nextInt(among.length)];
      }
      agreed(named(text), seed);
    }
  }

  @Test
  void goesAsDeepAsProtobufAndNoDeeper() {
    for (int arrays = 40; arrays < 60; arrays++) {
      agreed(nestedArrays(arrays), arrays);
      agreed(nestedArrays(arrays, 0x0b, 0x0c), arrays);
    }
    for (int lists = 25; lists < 40; lists++) {
      agreed(nestedLists(lists), lists);
    }
    for (int groups = 90; groups < 110; groups++) {
      agreed(nestedGroups(groups), groups);
    }
    assertThat(accepts(nestedLists(31))).isTrue();
    assertThat(accepts(nestedLists(33))).isFalse();
    assertThat(accepts(nestedArrays(47))).isTrue();
    assertThat(accepts(nestedArrays(48))).isFalse();
    assertThat(accepts(nestedGroups(100_000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0a,                         field that ends behind its tag",
    "0a05,                       length past the end",
    "0a8080808008,               length that is negative",
    "0affffffffffffffffffff01,   length of more than ten bytes",
    "00,                         field number 0",
    "0e,                         wire type 6",
    "0f,                         wire type 7",
    "0c,                         end of a group that did not begin",
    "0b,                         group without end",
    "0b14,                       group that ends as another",
    "18fefefefefefefefefefe01,   number of more than ten bytes",
    "1900,                       fixed64 cut short",
    "1d00,                       fixed32 cut short",
    "0a050a031a01ff,             schema URL that is no text",
  })
  void refuses(String hex, String what) {
    byte[] request = HexFormat.of().parseHex(hex);
    assertThat(isParsed(request)).as(what).isFalse();
    assertThatThrownBy(() -> validator.check(request))
        .as(what)
        .isInstanceOf(MalformedBytesException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                         nothing",
    "0800,                       known field with another wire type",
    "0b130814140c,               groups within groups",
    "8a80808000 00,              tag with idle bytes",
    "8a8080808080808080 0000,    tag with as many as there can be",
    "8a80808010 00,              tag with more than 32 bits",
    "0a808080808000,             length with idle bytes",
    "1281808080100a,             length with more than 32 bits",
    "10ffffffffffffffffff7f,     number with more than 64 bits",
    "1203ffffff,                 unknown field that is no text",
  })
  void takes(String hex, String what) {
    byte[] request = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(isParsed(request)).as(what).isTrue();
    assertThat(accepts(request)).as(what).isTrue();
  }

  private static byte[] request(SplittableRandom random, int oddity) {
    byte[] request;
    do {
      request = new RandomWire(random, oddity).message(ExportTraceServiceRequest.getDescriptor());
    } while (request.length > 60_000);
    return request;
  }

  /** A request with a span of this name. */
  private static byte[] named(byte... name) {
    byte[] span = new ProtoWriter(32).writeField(OtlpFields.NAME, name).toByteArray();
    byte[] scope = new ProtoWriter(32).writeField(OtlpFields.SPANS, span).toByteArray();
    byte[] resource = new ProtoWriter(32).writeField(OtlpFields.SCOPE_SPANS, scope).toByteArray();
    return new ProtoWriter(32).writeField(OtlpFields.RESOURCE_SPANS, resource).toByteArray();
  }

  /** A span's attribute with arrays within arrays, and bytes in the innermost. */
  private static byte[] nestedArrays(int arrays, int... innermost) {
    byte[] value = new byte[innermost.length];
    for (int i = 0; i < innermost.length; i++) {
      value[i] = (byte) innermost[i];
    }
    for (int i = 0; i < arrays; i++) {
      byte[] array = new ProtoWriter(32).writeField(0x0a, value).toByteArray();
      value = new ProtoWriter(32).writeField(0x2a, array).toByteArray();
    }
    byte[] attribute = new ProtoWriter(32).writeField(OtlpFields.VALUE, value).toByteArray();
    byte[] span = new ProtoWriter(32).writeField(OtlpFields.ATTRIBUTES, attribute).toByteArray();
    byte[] scope = new ProtoWriter(32).writeField(OtlpFields.SPANS, span).toByteArray();
    byte[] resource = new ProtoWriter(32).writeField(OtlpFields.SCOPE_SPANS, scope).toByteArray();
    return new ProtoWriter(32).writeField(OtlpFields.RESOURCE_SPANS, resource).toByteArray();
  }

  /** A resource's attribute with lists within lists, and a plain attribute in the innermost. */
  private static byte[] nestedLists(int lists) {
    byte[] attribute = {0x0a, 1, 'k', 0x12, 3, 0x0a, 1, 'v'};
    for (int i = 0; i < lists; i++) {
      byte[] list = new ProtoWriter(32).writeField(0x0a, attribute).toByteArray();
      byte[] value = new ProtoWriter(32).writeField(0x32, list).toByteArray();
      attribute = new ProtoWriter(32).writeField(OtlpFields.VALUE, value).toByteArray();
    }
    byte[] resource = new ProtoWriter(32).writeField(0x0a, attribute).toByteArray();
    byte[] fields = new ProtoWriter(32).writeField(OtlpFields.RESOURCE, resource).toByteArray();
    return new ProtoWriter(32).writeField(OtlpFields.RESOURCE_SPANS, fields).toByteArray();
  }

  private static byte[] nestedGroups(int groups) {
    byte[] bytes = new byte[2 * groups];
    Arrays.fill(bytes, 0, groups, (byte) 0x0b);
    Arrays.fill(bytes, groups, bytes.length, (byte) 0x0c);
    return bytes;
  }

  /** Whether both take it. */
  private boolean agreed(byte[] request, long seed) {
    boolean accepted = accepts(request);
    if (accepted != isParsed(request) && !hasOverlongNumber(request)) {
      String bytes = HexFormat.of().formatHex(request);
      throw new AssertionError("seed %x: accepted %s %s".formatted(seed, accepted, bytes));
    }
    return accepted;
  }

  private boolean accepts(byte[] request) {
    return refusal(request) == null;
  }

  private @Nullable MalformedBytesException refusal(byte[] request) {
    try {
      validator.check(request);
      return null;
    } catch (MalformedBytesException e) {
      assertThat(e.position()).isBetween(0, request.length);
      return e;
    }
  }

  private boolean hasOverlongNumber(byte[] request) {
    MalformedBytesException refusal = refusal(request);
    if (refusal == null || !refusal.getMessage().startsWith("number of more than ten bytes")) {
      return false;
    }
    int at = refusal.position();
    return IntStream.range(at, at + 10).allMatch(i -> request[i] < 0) && (request[at + 9] & 1) == 1;
  }

  private static boolean isParsed(byte[] request) {
    try {
      ExportTraceServiceRequest.parseFrom(request);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
