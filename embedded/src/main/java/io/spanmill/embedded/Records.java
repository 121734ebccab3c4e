package io.spanmill.embedded;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of one stream, one after the other. */
interface Records {
  /** More than anything that passes through Kafka: what is larger is a damaged file. */
  int MAX_BYTES = 512 << 20;

  /**
   * The next record, or null at the end.
   *
   * @throws EOFException if the stream ends, or cannot but end, inside of a record
   */
  byte @Nullable [] next() throws IOException;

  /** Where in the (uncompressed) stream the record begins that is next to be read. */
  long offset();
}
