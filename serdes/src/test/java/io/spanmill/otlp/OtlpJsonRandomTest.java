package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.wire.MalformedBytesException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OtlpJsonRandomTest {
  private static final long SEED = 0x5eed_7501L;
  private static final byte[] TELLING = "{}[]\",:\\0-.enull}{\u0000é".getBytes(UTF_8);

  @Test
  void saysInProtobufWhatWasSaidInJson() throws Exception {
    for (long seed = SEED; seed < SEED + 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TracesData request = new RandomMessages(random).request();
      byte[] json = OtlpJsonText.of(request, random);
      assertThat(OtlpJson.looksLikeJson(json)).isTrue();
      assertThat(TracesData.parseFrom(OtlpJson.toProtobuf(json)))
          .as("seed %x", seed)
          .isEqualTo(request);
    }
  }

  @Test
  void mutatedJsonIsEitherARequestOrMalformed() throws Exception {
    int malformed = 0;
    for (long seed = SEED; seed < SEED + 8_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] json = mutated(smallRequest(seed), random);
      malformed += isMalformed(json, seed) ? 1 : 0;
    }
    assertThat(malformed).isBetween(2_000, 7_990);
  }

  private static boolean isMalformed(byte[] json, long seed) throws InvalidProtocolBufferException {
    byte[] protobuf;
    try {
      protobuf = OtlpJson.toProtobuf(json);
    } catch (MalformedBytesException e) {
      assertThat(e.position()).as("seed %x", seed).isBetween(0, json.length);
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed %x".formatted(seed), e);
    }
    TracesData.parseFrom(protobuf);
    return false;
  }

  /** One of few, since making them takes longer than reading them. */
  private static byte[] smallRequest(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed % 50);
    byte[] json;
    do {
      json = OtlpJsonText.of(new RandomMessages(random).request(), random);
    } while (json.length < 200 || json.length > 20_000);
    return json;
  }

  private static byte[] mutated(byte[] json, SplittableRandom random) {
    byte[] mutant = json.clone();
    for (int count = random.nextInt(1, 4); count > 0 && mutant.length > 0; count--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] = TELLING[random.nextInt(TELLING.length)];
        case 2 -> mutant = Arrays.copyOf(mutant, at);
        case 3 -> mutant = spliced(mutant, at, Math.min(mutant.length, at + random.nextInt(9)));
        default -> mutant = spliced(mutant, at, Math.max(0, at - random.nextInt(200)));
      }
    }
    return mutant;
  }

  /**
   * The bytes up to {@code end}, then those from {@code start}: cuts something out or repeats it.
   */
  private static byte[] spliced(byte[] bytes, int end, int start) {
    byte[] result = Arrays.copyOf(bytes, end + bytes.length - start);
    System.arraycopy(bytes, start, result, end, bytes.length - start);
    return result;
  }
}
