package io.spanmill.exporter;

import io.spanmill.exporter.Progress.Kind;
import io.spanmill.otlp.Signal;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Pushes what waits, one attempt at a call. Payloads go together, as many as one request may hold:
 * to join lists in protobuf is to put one behind the other. Where a request is refused, the next
 * one is half as large, until the payload that is refused stands alone; the others go on. Not
 * thread-safe, but for {@link #close}.
 */
public final class Pusher implements AutoCloseable {
  private final BackEnd backEnd;
  private final Limits limits;
  private final OtlpClient client;
  private final Backoff backoff;
  private final PushLog log;
  private final PushCounts counts = new PushCounts();
  private int mostPayloads;

  /**
   * @param random from 0 to below 1, for delays
   * @throws IOException if a file of TLS cannot be used; the message names it
   */
  public Pusher(BackEnd backEnd, Limits limits, DoubleSupplier random) throws IOException {
    this.backEnd = backEnd;
    this.limits = limits;
    client = new OtlpClient(backEnd);
    backoff = new Backoff(limits.firstRetry(), limits.longestRetry(), random);
    log = new PushLog(backEnd.toString());
    mostPayloads = limits.batchPayloads();
  }

  /** What became of what was pushed. */
  public PushCounts counts() {
    return counts;
  }

  /**
   * Makes one attempt with the first of what waits, which may take as long as the timeout.
   *
   * @param waiting in its order; not empty
   */
  public Progress push(List<Payload> waiting) {
    Payload first = waiting.get(0);
    String flaw = first.flaw();
    if (flaw != null) {
      return refused(first.signal(), "malformed", flaw);
    }
    int payloads = batch(waiting);
    byte[] request = joined(waiting.subList(0, payloads));
    if (request.length == 0) {
      return new Progress(Kind.TAKEN, payloads, Duration.ZERO, "");
    }
    Answer answer = client.export(first.signal(), request);
    counts.addAnswer(first.signal(), answer);
    log.answered(first.signal(), answer);
    return switch (answer.kind()) {
      case ACCEPTED -> taken(first.signal(), payloads, request.length);
      case REFUSED -> refused(first.signal(), payloads, answer);
      case DENIED -> later(Kind.DENIED, answer);
      case UNAVAILABLE -> later(Kind.WAIT, answer);
    };
  }

  /** How many of the first go together. */
  private int batch(List<Payload> waiting) {
    Signal signal = waiting.get(0).signal();
    long bytes = waiting.get(0).request().length;
    int payloads = 1;
    while (payloads < Math.min(waiting.size(), mostPayloads)) {
      Payload next = waiting.get(payloads);
      bytes += next.request().length;
      if (next.signal() != signal || bytes > limits.batchBytes() || next.flaw() != null) {
        break;
      }
      payloads++;
    }
    return payloads;
  }

  private static byte[] joined(List<Payload> payloads) {
    if (payloads.size() == 1) {
      return payloads.get(0).request();
    }
    ProtoWriter all =
        new ProtoWriter(payloads.stream().mapToInt(payload -> payload.request().length).sum());
    payloads.forEach(payload -> all.writeRaw(payload.request(), 0, payload.request().length));
    return all.toByteArray();
  }

  private Progress taken(Signal signal, int payloads, int bytes) {
    counts.addTaken(signal, payloads, bytes);
    backoff.reset();
    mostPayloads = Math.min(2 * mostPayloads, limits.batchPayloads());
    return new Progress(Kind.TAKEN, payloads, Duration.ZERO, "");
  }

  private Progress refused(Signal signal, int payloads, Answer answer) {
    backoff.reset();
    if (payloads > 1) {
      mostPayloads = payloads / 2;
      return new Progress(Kind.WAIT, 0, Duration.ZERO, answer.told());
    }
    return refused(signal, answer.code(), backEnd.endpoint() + " answers " + answer.told());
  }

  private Progress refused(Signal signal, String code, String reason) {
    counts.addRefused(signal);
    log.refused(signal, code, reason);
    return new Progress(Kind.REFUSED, 1, Duration.ZERO, reason);
  }

  private Progress later(Kind kind, Answer answer) {
    return new Progress(kind, 0, backoff.next(answer.after()), answer.told());
  }

  /** Ends what is under way: that attempt fails. */
  @Override
  public void close() {
    client.close();
  }
}
