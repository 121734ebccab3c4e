package io.spanmill.window;

import io.spanmill.state.SumFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many series each window has, and whether another may have a place. Not thread-safe.
 *
 * <p>A place is never free again, and a window that once was full stays so even where a later
 * process allows more: what takes back what was counted has to meet it where it was counted.
 *
 * <p>Stored under the window's start alone, before all series of the window:
 *
 * <pre>
 * version 1  1 byte   1
 * full       1 byte   1 if a series has been refused
 * series     varint   how many have a place
 * </pre>
 */
final class SeriesLimit {
  private static final byte VERSION = 1;

  /** So many windows are kept at hand. */
  private static final int RECENT = 1024;

  /** What is stored of a window. */
  static final class Window {
    private int series;
    private boolean full;

    byte[] toBytes() {
      ProtoWriter out = new ProtoWriter(16).writeByte(VERSION).writeByte(full ? 1 : 0);
      return out.writeVarint(series).toByteArray();
    }

    /**
     * @throws IllegalArgumentException if these are not the bytes of a window, or of another
     *     version
     */
    static Window of(byte[] stored) {
      ByteReader in = new ByteReader(stored);
      in.expectVersion(VERSION);
      Window window = new Window();
      window.full = in.readByte() != 0;
      window.series = (int) in.readVarint();
      return window;
    }
  }

  private final int limit;
  private final SumMemory memory;

  private final Map<SumKey, Window> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SumKey, Window> eldest) {
          return size() > RECENT;
        }
      };

  /** Whether the series that asked last was the first in its window to be refused. */
  private boolean justFull;

  /**
   * @param limit how many series a window may have
   */
  SeriesLimit(int limit, SumMemory memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /** Whether a stored key is that of a window itself. */
  static boolean isWindow(byte[] key) {
    return key.length == SumFormat.WINDOW_BYTES;
  }

  /** Gives a place to a series that has none yet; false if there is none left. */
  boolean admits(byte[] key) {
    SumKey start = new SumKey(Arrays.copyOf(key, SumFormat.WINDOW_BYTES));
    Window window = recent.computeIfAbsent(start, this::stored);
    justFull = false;
    if (window.full) {
      return false;
    }
    if (window.series < limit) {
      window.series++;
    } else {
      window.full = true;
      justFull = true;
    }
    memory.put(start.bytes(), window.toBytes());
    return !window.full;
  }

  /** Whether the series that was refused last was the first of its window. */
  boolean isJustFull() {
    return justFull;
  }

  private Window stored(SumKey start) {
    byte[] stored = memory.get(start.bytes());
    return stored == null ? new Window() : Window.of(stored);
  }

  /** The window is gone. */
  void forget(byte[] start) {
    recent.remove(new SumKey(start));
  }
}
