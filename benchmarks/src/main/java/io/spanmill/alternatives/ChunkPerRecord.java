package io.spanmill.alternatives;

/** The same, but what one request has of a trace travels together. */
public final class ChunkPerRecord {
  private ChunkPerRecord() {}

  /** Takes {@code run --config FILE}. */
  public static void main(String[] arguments) throws Exception {
    StoredTraces.run(StoredTraces.Records.CHUNKS, arguments);
  }
}
