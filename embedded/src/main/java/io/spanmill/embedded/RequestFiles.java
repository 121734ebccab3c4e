package io.spanmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stored requests of several files in one order: each file's own, and between files that of the
 * arrivals of their next requests (the file named first, if these are equal). Holds one request of
 * each file. Formats and what an arrival is: design §7.1.
 *
 * <p>For one thread; only {@link #bytesRead} may be asked by another.
 */
public final class RequestFiles implements RequestStream, AutoCloseable {
  private static final Comparator<Head> BY_ARRIVAL =
      Comparator.comparingLong((Head head) -> head.request.arrivalMillis())
          .thenComparingInt(Head::rank);

  private final List<RequestFile> files = new ArrayList<>();
  private final PriorityQueue<Head> heads = new PriorityQueue<>(BY_ARRIVAL);
  private @Nullable Head last;
  private long totalBytes;

  private RequestFiles() {}

  /**
   * Opens files and folders (of these, whatever has a known ending, sorted by name).
   *
   * @param clockMillis Unix time now, in milliseconds
   * @throws InputException if one of them is missing or no input
   * @throws IOException if the beginning of a file cannot be read; the message names it
   */
  public static RequestFiles open(List<Path> named, LongSupplier clockMillis) throws IOException {
    RequestFiles all = new RequestFiles();
    try {
      for (Path path : InputFiles.of(named)) {
        all.add(path, clockMillis);
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException naming the file and the offset; what was read before it is good
   */
  @Override
  public @Nullable StoredRequest next() throws IOException {
    if (last != null) {
      Head gone = last;
      last = null;
      advance(gone.file, gone.rank);
    }
    last = heads.poll();
    return last == null ? null : last.request;
  }

  /** Sizes of all files as they are stored, compressed or not. */
  @Override
  public long totalBytes() {
    return totalBytes;
  }

  @Override
  public long bytesRead() {
    long sum = 0;
    for (RequestFile file : files) {
      sum += file.bytesRead();
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    for (RequestFile file : files) {
      file.close();
    }
  }

  private void add(Path path, LongSupplier clockMillis) throws IOException {
    totalBytes += Files.size(path);
    RequestFile file = new RequestFile(path, clockMillis);
    files.add(file);
    advance(file, files.size());
  }

  /** A file that has ended is closed at once: a folder may hold thousands of small ones. */
  private void advance(RequestFile file, int rank) throws IOException {
    StoredRequest request = file.next();
    if (request == null) {
      file.close();
    } else {
      heads.add(new Head(request, file, rank));
    }
  }

  private record Head(StoredRequest request, RequestFile file, int rank) {}
}
