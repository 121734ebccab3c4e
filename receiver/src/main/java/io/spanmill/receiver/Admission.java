package io.spanmill.receiver;

import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.OtlpValidator;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.Signal;
import io.spanmill.wire.MalformedBytesException;
import java.util.List;

/**
 * Decides what of a request may pass. As a rule it passes as it came, to the byte. It is written
 * anew, in protobuf, where it has to be: without the spans that no trace can take, cut where it is
 * too large for one record, or divided by trace or by partition.
 *
 * <p>Requests with traces are read down to the last leaf. Of metrics and logs the outline is read:
 * resources, scopes and the fields of items.
 */
final class Admission {
  private final int recordBytes;
  private final Division division;

  /**
   * @param recordBytes the largest piece that may pass
   * @param division of requests with spans
   */
  Admission(int recordBytes, Division division) {
    this.recordBytes = recordBytes;
    this.division = division;
  }

  /**
   * @throws RefusedException if nothing of it may pass
   */
  Admitted admit(Signal signal, Encoding encoding, byte[] body) throws RefusedException {
    try {
      if (encoding == Encoding.JSON && signal != Signal.TRACES) {
        return json(signal, body);
      }
      return protobuf(signal, body, encoding == Encoding.JSON);
    } catch (MalformedBytesException malformed) {
      throw new RefusedException(Refusal.MALFORMED, "malformed request: " + malformed.getMessage());
    }
  }

  private Admitted json(Signal signal, byte[] body)
      throws RefusedException, MalformedBytesException {
    if (JsonOutline.resources(signal, body) == 0) {
      return whole(signal, List.of());
    }
    if (body.length > recordBytes) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "JSON of "
              + body.length
              + " bytes does not fit into one record of "
              + recordBytes
              + "; send smaller batches, or protobuf");
    }
    return whole(signal, List.of(new Piece(null, body)));
  }

  private Admitted protobuf(Signal signal, byte[] body, boolean isJson)
      throws MalformedBytesException {
    byte[] request = isJson ? OtlpJson.toProtobuf(body) : body;
    if (signal == Signal.TRACES && !isJson) {
      new OtlpValidator().check(request);
    }
    RequestIndex index = new RequestIndex().read(request);
    if (request.length > 0 && index.resources() == 0) {
      throw new MalformedBytesException("no " + signal.resources(), 0);
    }
    if (index.spans() == 0) {
      return whole(signal, List.of());
    }
    Division asked = signal == Signal.TRACES ? division : Division.NONE;
    ItemSelection selection = ItemSelection.of(signal, index, recordBytes);
    if (selection.isWhole() && asked.isNone() && body.length <= recordBytes) {
      return whole(signal, List.of(new Piece(null, body)));
    }
    List<Piece> pieces = new RequestDivision(index, selection, recordBytes).divide(asked);
    return new Admitted(signal, pieces, selection.rejected(), selection.reason());
  }

  private static Admitted whole(Signal signal, List<Piece> pieces) {
    return new Admitted(signal, pieces, 0, "");
  }
}
