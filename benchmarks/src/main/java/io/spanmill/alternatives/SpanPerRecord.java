package io.spanmill.alternatives;

/** Every span a record, every trace a list in RocksDB that is read, added to and written again. */
public final class SpanPerRecord {
  private SpanPerRecord() {}

  /** Takes {@code run --config FILE}. */
  public static void main(String[] arguments) throws Exception {
    StoredTraces.run(StoredTraces.Records.SPANS, arguments);
  }
}
