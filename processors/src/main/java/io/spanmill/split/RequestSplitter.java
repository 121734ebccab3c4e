package io.spanmill.split;

import io.spanmill.model.TraceId;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.OtlpValidator;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits OTLP requests by trace: the spans of all traces that belong to one partition leave as one
 * bundle, itself a valid {@code TracesData}, with the resources, scopes and bytes they came with.
 * Not thread-safe.
 */
public final class RequestSplitter {
  /** What of a request goes nowhere. */
  public interface Refusals {
    /** Nobody cares. */
    Refusals UNHEARD = (reason, traces) -> {};

    /**
     * A span that no trace can take.
     *
     * @param traces a {@code TracesData} with this span alone
     */
    void refusedSpan(String reason, byte[] traces);

    /**
     * A span that is sound, but whose trace is put together elsewhere.
     *
     * @param traces a {@code TracesData} with this span alone
     */
    default void misdirectedSpan(String reason, byte[] traces) {
      refusedSpan(reason, traces);
    }
  }

  /** What a request becomes. */
  public interface Output extends Refusals {
    /**
     * @param traces a {@code TracesData} with spans of that partition's traces
     * @param spans how many
     */
    void bundle(int partition, byte[] traces, int spans);
  }

  private static final int NO_PARTITION = -1;

  private final int partitions;
  private final int bundleBytes;
  private final int recordBytes;
  private final @Nullable HomePartition home;

  private final OtlpValidator validator = new OtlpValidator();
  private final RequestIndex index = new RequestIndex();
  private final Origins origins = new Origins();
  private final SpanView span = new SpanView();
  private final TracesWriter writer = new TracesWriter();
  private final Ints partitionOfSpan = new Ints();
  private final Ints spansByPartition = new Ints();
  private final int[] starts;

  /**
   * @param partitions how many partitions the spans topic has
   * @param bundleBytes a bundle is cut, between spans, when it has reached this size; where
   *     resource and scope take most of that, when it has reached the size of a record
   * @param recordBytes a span that is larger with its resource and scope cannot be carried, and is
   *     refused
   */
  public RequestSplitter(int partitions, int bundleBytes, int recordBytes) {
    this(partitions, bundleBytes, recordBytes, null);
  }

  /**
   * For requests that are split already: one bundle each, however large, of the spans that are
   * where they belong.
   */
  RequestSplitter(HomePartition home, int recordBytes) {
    this(1, Integer.MAX_VALUE, recordBytes, home);
  }

  private RequestSplitter(
      int partitions, int bundleBytes, int recordBytes, @Nullable HomePartition home) {
    this.partitions = partitions;
    this.bundleBytes = bundleBytes;
    this.recordBytes = recordBytes;
    this.home = home;
    this.starts = new int[partitions + 1];
  }

  /**
   * Splits one request, protobuf or JSON.
   *
   * @throws MalformedBytesException if any part of it cannot be parsed; then nothing was put out
   */
  public void split(byte[] request, Output output) throws MalformedBytesException {
    byte[] traces = protobuf(request);
    index.read(traces);
    if (traces.length > 0 && index.resources() == 0) {
      throw new MalformedBytesException("no resource_spans, so this is no trace request", 0);
    }
    boolean whole = place(output);
    if (whole && home != null && index.spans() > 0) {
      output.bundle(0, traces, index.spans());
      return;
    }
    sortByPartition();
    for (int partition = 0; partition < partitions; partition++) {
      bundle(partition, output);
    }
  }

  /**
   * A protobuf request begins with a line feed and a length, and that may be a brace: what looks
   * like JSON is protobuf all the same if only that can be parsed.
   */
  private byte[] protobuf(byte[] request) throws MalformedBytesException {
    if (!OtlpJson.looksLikeJson(request)) {
      return checked(request);
    }
    try {
      return OtlpJson.toProtobuf(request);
    } catch (MalformedBytesException notJson) {
      if (request[0] == '{') {
        throw notJson;
      }
      return checked(request);
    }
  }

  private byte[] checked(byte[] request) throws MalformedBytesException {
    validator.check(request);
    return request;
  }

  /** Whether every span has its place. */
  private boolean place(Output output) throws MalformedBytesException {
    for (int scope = 0; scope < index.scopes(); scope++) {
      origins.of(index, scope); // a resource that ASSEMBLE could not read
    }
    partitionOfSpan.clear();
    boolean whole = true;
    for (int i = 0; i < index.spans(); i++) {
      span.read(index.bytes(), index.spanFrom(i), index.spanTo(i));
      boolean passes = refusal(i) == null && isAtHome();
      whole &= passes;
      partitionOfSpan.add(
          passes
              ? TraceId.partition(span.traceIdHigh(), span.traceIdLow(), partitions)
              : NO_PARTITION);
    }
    // Only now is the whole request known to be sound, and may anything leave.
    for (int i = 0; !whole && i < index.spans(); i++) {
      if (partitionOfSpan.at(i) == NO_PARTITION) {
        refuse(i, output);
      }
    }
    return whole;
  }

  private boolean isAtHome() {
    return home == null || home.isHomeOf(span.traceIdHigh(), span.traceIdLow());
  }

  private void refuse(int i, Output output) throws MalformedBytesException {
    span.read(index.bytes(), index.spanFrom(i), index.spanTo(i));
    String reason = refusal(i);
    if (reason != null) {
      output.refusedSpan(reason, alone(i));
    } else if (home != null) {
      String elsewhere = home.refusal(span.traceIdHigh(), span.traceIdLow());
      output.misdirectedSpan(elsewhere, alone(i));
    }
  }

  private @Nullable String refusal(int i) {
    int bytes = span.length() + index.originBytes(index.scopeOf(i));
    if (bytes > recordBytes) {
      return String.format(
          "span of %d bytes with its resource and scope is over the record limit of %d",
          bytes, recordBytes);
    }
    return span.flaw();
  }

  private byte[] alone(int i) {
    int scope = index.scopeOf(i);
    writer.resource(index.resourceFields(index.resourceOf(scope)));
    writer.scope(index.scopeFields(scope));
    writer.span(index.bytes(), index.spanFrom(i), index.spanTo(i));
    return writer.finish();
  }

  /** Counting sort: spans of a partition stand together, in the order in which they came. */
  private void sortByPartition() {
    Arrays.fill(starts, 0);
    for (int i = 0; i < index.spans(); i++) {
      if (partitionOfSpan.at(i) != NO_PARTITION) {
        starts[partitionOfSpan.at(i) + 1]++;
      }
    }
    for (int p = 0; p < partitions; p++) {
      starts[p + 1] += starts[p];
    }
    spansByPartition.clear();
    for (int i = 0; i < starts[partitions]; i++) {
      spansByPartition.add(0);
    }
    int[] next = starts.clone();
    for (int i = 0; i < index.spans(); i++) {
      if (partitionOfSpan.at(i) != NO_PARTITION) {
        spansByPartition.set(next[partitionOfSpan.at(i)]++, i);
      }
    }
  }

  private void bundle(int partition, Output output) {
    int scope = -1;
    int resource = -1;
    for (int at = starts[partition]; at < starts[partition + 1]; at++) {
      int i = spansByPartition.at(at);
      int length = index.spanTo(i) - index.spanFrom(i);
      int origin = index.originBytes(index.scopeOf(i));
      int added = length + (index.scopeOf(i) == scope ? 0 : origin);
      if (writer.spans() > 0 && writer.size() + added > limit(origin)) {
        flush(partition, output);
        scope = -1;
        resource = -1;
      }
      if (index.scopeOf(i) != scope) {
        scope = index.scopeOf(i);
        if (index.resourceOf(scope) != resource) {
          resource = index.resourceOf(scope);
          writer.resource(index.resourceFields(resource));
        }
        writer.scope(index.scopeFields(scope));
      }
      writer.span(index.bytes(), index.spanFrom(i), index.spanTo(i));
    }
    flush(partition, output);
  }

  /** Every bundle repeats resource and scope: few spans to each would make much of little. */
  private int limit(int originBytes) {
    return originBytes > bundleBytes / 2 ? recordBytes : bundleBytes;
  }

  private void flush(int partition, Output output) {
    int spans = writer.spans();
    if (spans > 0) {
      output.bundle(partition, writer.finish(), spans);
    }
  }
}
