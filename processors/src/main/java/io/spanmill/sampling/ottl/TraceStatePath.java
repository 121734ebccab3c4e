package io.spanmill.sampling.ottl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TraceState;

/** Reads the tracestate, or the value of one member of it: empty where there is none. */
final class TraceStatePath implements Operand {
  private final byte[] key;
  private final TraceState grammar = new TraceState();

  /**
   * @param key of a member; empty for the whole text
   */
  TraceStatePath(String key) {
    this.key = key.getBytes(US_ASCII);
  }

  @Override
  public void read(Subject subject, Value into) {
    SpanView span = subject.span();
    int from = span.traceStateFrom();
    int to = span.traceStateTo();
    if (key.length == 0) {
      into.text(span.bytes(), from, to);
    } else if (isList(span.bytes(), from, to)) {
      find(span.bytes(), from, to, into);
    } else {
      into.nil();
    }
  }

  private boolean isList(byte[] bytes, int from, int to) {
    grammar.read(bytes, from, to);
    return switch (grammar.defect()) {
      case SYNTAX, SIZE, MEMBERS, DUPLICATE_KEY -> false;
      default -> true;
    };
  }

  private void find(byte[] bytes, int from, int to, Value into) {
    into.text(bytes, from, from);
    for (int at = from; at < to; ) {
      int end = indexOf((byte) ',', bytes, at, to);
      int start = at;
      while (start < end && blank(bytes[start])) {
        start++;
      }
      if (isKey(bytes, start, end)) {
        into.text(bytes, start + key.length + 1, trimmed(bytes, start, end));
        return;
      }
      at = end + 1;
    }
  }

  private boolean isKey(byte[] bytes, int start, int end) {
    if (end - start <= key.length || bytes[start + key.length] != '=') {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (bytes[start + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private static int indexOf(byte character, byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != character) {
      at++;
    }
    return at;
  }

  private static int trimmed(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && blank(bytes[end - 1])) {
      end--;
    }
    return end;
  }

  private static boolean blank(byte character) {
    return character == ' ' || character == '\t';
  }
}
