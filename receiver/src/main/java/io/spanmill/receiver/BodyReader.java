package io.spanmill.receiver;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request as it comes, without a thread that waits. Where it is not going to be
 * taken, the rest is read and thrown away, up to the limit: a sender that is still writing would
 * otherwise see a broken connection in place of the answer.
 */
final class BodyReader {
  /** Hears of the end, once. */
  interface Listener {
    void read(GrowingBytes body);

    void refused(RefusedException refused);

    /** The sender is gone. */
    void broken();
  }

  private final Request request;
  private final GrowingBytes body;
  private final int limit;
  private final Listener listener;
  private @Nullable RefusedException refused;
  private long thrownAway;

  /**
   * @param limit how much is thrown away at most
   * @param refused why the body is not wanted; null if it is
   */
  BodyReader(
      Request request,
      GrowingBytes body,
      int limit,
      @Nullable RefusedException refused,
      Listener listener) {
    this.request = request;
    this.body = body;
    this.limit = limit;
    this.refused = refused;
    this.listener = listener;
  }

  /** Reads on as long as there is something, and is called again when there is more. */
  void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        listener.broken();
        return;
      }
      boolean last = chunk.isLast();
      take(chunk);
      if (last || thrownAway > limit) {
        end();
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    try {
      if (refused == null) {
        body.add(chunk.getByteBuffer());
      } else {
        thrownAway += chunk.remaining();
      }
    } catch (RefusedException e) {
      refused = e;
      body.drop();
    } finally {
      chunk.release();
    }
  }

  private void end() {
    if (refused == null) {
      listener.read(body);
    } else {
      listener.refused(refused);
    }
  }
}
