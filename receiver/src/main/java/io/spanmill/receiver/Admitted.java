package io.spanmill.receiver;

import io.spanmill.otlp.Signal;
import java.util.List;

/**
 * What may pass of a request.
 *
 * @param pieces empty if there was nothing in it
 * @param rejected how many items may not pass
 * @param reason why; empty if none was rejected
 */
public record Admitted(Signal signal, List<Piece> pieces, long rejected, String reason) {
  public Admitted {
    pieces = List.copyOf(pieces);
  }
}
