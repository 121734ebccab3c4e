package io.spanmill.embedded;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Requests in the order in which they arrived, read once. */
interface RequestStream {
  /** The next request, or null at the end. */
  @Nullable StoredRequest next() throws IOException;

  /** How much there is to read in all. */
  long totalBytes();

  /** As many of {@link #totalBytes} as were read. */
  long bytesRead();
}
