package io.spanmill.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.OtlpValidator;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.split.RequestSplitter;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A protobuf request is accepted just where protobuf's own parser accepts it. Then each span leaves
 * once, byte for byte and with its resource and scope, and whatever leaves can be parsed; if not,
 * nothing leaves.
 */
public final class ProtobufRequests {
  private static final int PARTITIONS = 3;
  private static final int BUNDLE_BYTES = 300;
  private static final int RECORD_BYTES = 500;

  private ProtobufRequests() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] request) {
    MalformedBytesException refusal = refusal(request);
    if (refusal == null) {
      accepted(request);
    } else {
      Claim.holds(
          refusal.position() >= 0 && refusal.position() <= request.length, "the place is inside");
      Claim.isOneLine(String.valueOf(refusal.getMessage()));
      Claim.holds(
          parsed(request) == null || isOverlongNumber(request, refusal),
          "refused is only what protobuf refuses: " + refusal.getMessage());
      if (!OtlpJson.looksLikeJson(request)) {
        Claim.holds(split(request) == null, "a malformed request is refused as a whole");
      }
    }
  }

  private static void accepted(byte[] request) {
    ExportTraceServiceRequest parsed = parsed(request);
    Claim.holds(parsed != null, "accepted is only what protobuf accepts");
    if (parsed == null || OtlpJson.looksLikeJson(request)) {
      return;
    }
    Arrivals arrivals = split(request);
    if (arrivals == null) {
      Claim.holds(
          request.length > 0 && parsed.getResourceSpansCount() == 0,
          "refused is only what has no resource");
      return;
    }
    List<ByteString> sent = Arrivals.alone(parsed);
    Claim.holds(arrivals.sameAs(sent), "each span leaves once with its resource and scope");
    Claim.holds(arrivals.hasBytesOf(rawSpans(request)), "each span keeps its bytes");
  }

  /** As the request's own index finds them, which the parsed request bears out in number. */
  private static List<ByteString> rawSpans(byte[] request) {
    try {
      RequestIndex index = new RequestIndex().read(request);
      List<ByteString> spans = new ArrayList<>();
      for (int i = 0; i < index.spans(); i++) {
        int length = index.spanTo(i) - index.spanFrom(i);
        spans.add(ByteString.copyFrom(request, index.spanFrom(i), length));
      }
      return spans;
    } catch (MalformedBytesException impossible) {
      throw new AssertionError("what was accepted can be walked", impossible);
    }
  }

  /** Null where the request is refused; then nothing may have left. */
  private static @Nullable Arrivals split(byte[] request) {
    Arrivals arrivals = new Arrivals(PARTITIONS);
    try {
      new RequestSplitter(PARTITIONS, BUNDLE_BYTES, RECORD_BYTES).split(request, arrivals);
      return arrivals;
    } catch (MalformedBytesException refused) {
      Claim.holds(arrivals.isEmpty(), "of a refused request nothing leaves");
      return null;
    }
  }

  private static @Nullable MalformedBytesException refusal(byte[] request) {
    try {
      new OtlpValidator().check(request);
      return null;
    } catch (MalformedBytesException refused) {
      return refused;
    }
  }

  private static @Nullable ExportTraceServiceRequest parsed(byte[] request) {
    try {
      return ExportTraceServiceRequest.parseFrom(request);
    } catch (InvalidProtocolBufferException malformed) {
      return null;
    }
  }

  /** The one difference that is meant: see {@link OtlpValidator}. */
  private static boolean isOverlongNumber(byte[] request, MalformedBytesException refusal) {
    int at = refusal.position();
    return String.valueOf(refusal.getMessage()).startsWith("number of more than ten bytes")
        && at + 10 <= request.length
        && (request[at + 9] & 1) == 1;
  }
}
