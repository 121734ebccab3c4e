package io.spanmill.split;

import io.spanmill.state.Stamp;
import io.spanmill.wire.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of an input that is partitioned by trace. Each becomes one bundle,
 * which is the same whenever it is read again, so that the input itself is the log of what an
 * assembler has been given. Not thread-safe.
 */
public final class RequestIntake {
  private static final byte[] NOTHING = {};

  private final String topic;
  private final int partition;
  private final HomePartition home;
  private final RequestSplitter splitter;

  private final Taken taken = new Taken();

  /**
   * @param partitions of the topic
   * @param recordBytes a span that is larger with its resource and scope is refused
   */
  public RequestIntake(String topic, int partition, int partitions, int recordBytes) {
    this.topic = topic;
    this.partition = partition;
    home = new HomePartition(partition, partitions);
    splitter = new RequestSplitter(home, recordBytes);
  }

  /**
   * What a record brings.
   *
   * @param refusals hears of spans that are left out
   * @return a {@code TracesData}, empty if no span is left
   * @throws MalformedBytesException if any part of the request cannot be parsed
   */
  public byte[] traces(
      byte @Nullable [] key, byte @Nullable [] request, RequestSplitter.Refusals refusals)
      throws MalformedBytesException {
    if (request == null) {
      return NOTHING;
    }
    home.open(key);
    taken.traces = NOTHING;
    taken.refusals = refusals;
    splitter.split(request, taken);
    return taken.traces;
  }

  /** As {@link #traces}, of a record that was read before: all refusals have been told. */
  public byte[] tracesAgain(byte @Nullable [] key, byte @Nullable [] request) {
    try {
      return traces(key, request, RequestSplitter.Refusals.UNHEARD);
    } catch (MalformedBytesException malformed) {
      return NOTHING;
    }
  }

  /**
   * What the source says with a record.
   *
   * @param arrivalMillis when it came; {@link Stamp#NONE} if that cannot be believed
   */
  public Stamp data(long arrivalMillis) {
    return new Stamp(Stamp.Kind.DATA, topic, partition, 1, arrivalMillis, arrivalMillis);
  }

  /** What the source says with {@link EndOfInput}. */
  public Stamp end() {
    return new Stamp(Stamp.Kind.ENDED, topic, partition, 1, Stamp.END, Stamp.END);
  }

  /** There is one target, and no limit: the request comes out as a whole. */
  private static final class Taken implements RequestSplitter.Output {
    private byte[] traces = NOTHING;
    private RequestSplitter.Refusals refusals = RequestSplitter.Refusals.UNHEARD;

    @Override
    public void bundle(int target, byte[] bundle, int spans) {
      traces = bundle;
    }

    @Override
    public void refusedSpan(String reason, byte[] span) {
      refusals.refusedSpan(reason, span);
    }

    @Override
    public void misdirectedSpan(String reason, byte[] span) {
      refusals.misdirectedSpan(reason, span);
    }
  }
}
