package io.spanmill.receiver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks a request, and stops where it becomes too large. */
final class Gunzip {
  private static final int STEP = 8 << 10;

  private Gunzip() {}

  static void unpack(byte[] packed, int from, int to, GrowingBytes out) throws RefusedException {
    byte[] step = new byte[STEP];
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed, from, to - from), STEP)) {
      for (int read = in.read(step); read >= 0; read = in.read(step)) {
        out.add(step, read);
      }
    } catch (IOException e) {
      throw new RefusedException(Refusal.MALFORMED, "the request is not gzip: " + e.getMessage());
    }
  }
}
