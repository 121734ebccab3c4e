package io.spanmill.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.OtlpValidator;
import io.spanmill.wire.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON request is accepted just where a {@link JsonReading second reading} accepts it, and says
 * the same; what becomes of it is sound protobuf, and hardly larger.
 */
public final class JsonRequests {
  /** A negative number of an enum is eleven bytes as protobuf, and {@code "kind":-1,} is ten. */
  private static final int GROWTH = 2;

  private JsonRequests() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] json) {
    ExportTraceServiceRequest read = read(json);
    ExportTraceServiceRequest again = JsonReading.of(json);
    Claim.holds(read == null || again != null, "accepted is only what can be read");
    Claim.holds(read != null || again == null, "refused is only what cannot be read");
    if (read != null && again != null) {
      Claim.holds(read.equals(again), "both readings say the same: " + read + " and " + again);
    }
  }

  private static @Nullable ExportTraceServiceRequest read(byte[] json) {
    byte[] protobuf;
    try {
      protobuf = OtlpJson.toProtobuf(json);
    } catch (MalformedBytesException refused) {
      Claim.isOneLine(String.valueOf(refused.getMessage()));
      Claim.holds(
          refused.position() >= 0 && refused.position() <= json.length, "the place is inside");
      return null;
    }
    Claim.holds(protobuf.length <= GROWTH * json.length, "protobuf is hardly larger than JSON");
    try {
      new OtlpValidator().check(protobuf);
      return ExportTraceServiceRequest.parseFrom(protobuf);
    } catch (MalformedBytesException | InvalidProtocolBufferException unsound) {
      throw new AssertionError("what was made of JSON is sound", unsound);
    }
  }
}
