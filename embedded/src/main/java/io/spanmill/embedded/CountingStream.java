package io.spanmill.embedded;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that were read. The count may be asked for by another thread. */
final class CountingStream extends FilterInputStream {
  private volatile long count;

  CountingStream(InputStream stream) {
    super(stream);
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    add(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = super.read(target, from, length);
    add(Math.max(0, read));
    return read;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the stream
  private void add(int more) {
    count += more;
  }
}
