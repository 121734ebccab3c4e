package io.spanmill.embedded;

import io.spanmill.wire.MalformedBytesException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A capture again and again, in real time: each round begins when the one before it is over, its
 * times lie in the present, and its traces are new ones. For one thread.
 */
final class ShopReplay {
  /** Between the last request of a round and the first of the next. */
  private static final long PAUSE_MILLIS = 500;

  private final List<StoredRequest> capture;
  private final long roundMillis;
  private long beginMillis;
  private int round = 1;
  private int next;

  /**
   * @param capture at least one request, in the order of their arrival
   * @param beginMillis Unix time in milliseconds when the first request is due
   */
  ShopReplay(List<StoredRequest> capture, long beginMillis) {
    this.capture = capture;
    this.beginMillis = beginMillis;
    long last = capture.get(capture.size() - 1).arrivalMillis();
    roundMillis = last - firstArrivalMillis() + PAUSE_MILLIS;
  }

  /** The next request, arriving when it is due; null as long as none is. */
  @Nullable StoredRequest due(long nowMillis) throws MalformedBytesException {
    StoredRequest request = capture.get(next);
    long arrivalMillis = request.arrivalMillis() + movedMillis();
    if (arrivalMillis > nowMillis) {
      return null;
    }
    byte[] value = shift().apply(request.value());
    step();
    return new StoredRequest(value, arrivalMillis);
  }

  /** The first is 1. */
  int round() {
    return round;
  }

  private RequestShift shift() {
    long nanos = TimeUnit.MILLISECONDS.toNanos(movedMillis());
    return new RequestShift(nanos, new FreshIds(beginMillis));
  }

  private long movedMillis() {
    return beginMillis - firstArrivalMillis();
  }

  private long firstArrivalMillis() {
    return capture.get(0).arrivalMillis();
  }

  private void step() {
    next++;
    if (next == capture.size()) {
      next = 0;
      round++;
      beginMillis += roundMillis;
    }
  }
}
