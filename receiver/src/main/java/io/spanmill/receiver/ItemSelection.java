package io.spanmill.receiver;

import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.Signal;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/** Which items of a request may pass, and why the others may not. */
final class ItemSelection {
  private final Ints passing = new Ints();
  private long rejected;
  private @Nullable String first;

  private ItemSelection() {}

  /**
   * @param recordBytes an item that is larger with its resource and scope cannot be carried
   * @throws MalformedBytesException if the fields of an item are no fields
   */
  static ItemSelection of(Signal signal, RequestIndex index, int recordBytes)
      throws MalformedBytesException {
    ItemSelection selection = new ItemSelection();
    SpanView span = new SpanView();
    ProtoReader fields = new ProtoReader();
    for (int i = 0; i < index.spans(); i++) {
      String flaw;
      if (signal == Signal.TRACES) {
        span.read(index.bytes(), index.spanFrom(i), index.spanTo(i));
        flaw = span.flaw();
      } else {
        walk(fields.reset(index.bytes(), index.spanFrom(i), index.spanTo(i)));
        flaw = null;
      }
      selection.add(i, flaw != null ? flaw : excess(index, i, recordBytes), signal);
    }
    return selection;
  }

  private static void walk(ProtoReader fields) throws MalformedBytesException {
    boolean more = true;
    while (more) {
      more = fields.next();
    }
  }

  private static @Nullable String excess(RequestIndex index, int i, int recordBytes) {
    int bytes =
        index.spanTo(i)
            - index.spanFrom(i)
            + index.originBytes(index.scopeOf(i))
            + RequestDivision.FRAME_BYTES;
    return bytes <= recordBytes ? null : bytes + " bytes do not fit into one record";
  }

  private void add(int item, @Nullable String flaw, Signal signal) {
    if (flaw == null) {
      passing.add(item);
    } else {
      rejected++;
      first = first == null ? signal.item() + " " + (item + 1) + ": " + flaw : first;
    }
  }

  boolean isWhole() {
    return rejected == 0;
  }

  /** Places of those that may pass, in the order in which they came. */
  Ints passing() {
    return passing;
  }

  long rejected() {
    return rejected;
  }

  /** Names the first that was rejected; empty if none was. */
  String reason() {
    if (first == null) {
      return "";
    }
    return rejected == 1 ? "rejected " + first : "rejected " + rejected + ", the first is " + first;
  }
}
