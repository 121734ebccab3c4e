package io.spanmill.alerts;

import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.function.BiConsumer;

/**
 * What an {@link AlertBook} remembers, as it is stored: so that a restart goes on where the last
 * transaction had come. Not thread-safe.
 *
 * <pre>
 * 1  indicator key, of calls               →  indicator sum of a short window
 * 2  indicator key, of calls               →  count, bad (zigzags) of a long window, but for those of
 *                                              its short windows that are stored themselves
 * 3  indicator key, of calls, the window that which ended then  →  count (zigzag), as it was judged
 * 4  indicator key, of calls, window 0     →  series
 * 5                                     →  version 1, end of the next window to be judged (varint)
 * 6  indicator key, of errors and contributions  →  indicator sum
 * </pre>
 */
final class AlertMemory {
  static final byte FINE = 1;
  static final byte COARSE = 2;
  static final byte JUDGED = 3;
  static final byte SERIES = 4;
  static final byte CLOCK = 5;
  static final byte CIRCUMSTANCE = 6;

  private static final byte VERSION = 1;

  private final AlertBook.Memory memory;
  private final IndicatorFormat format = new IndicatorFormat();
  private final ProtoWriter key = new ProtoWriter(256);
  private final ProtoWriter value = new ProtoWriter(1024);

  AlertMemory(AlertBook.Memory memory) {
    this.memory = memory;
  }

  private byte[] key(byte kind, long windowMillis, Series one) {
    SumFormat.writeWindow(windowMillis, key.clear().writeByte(kind));
    return key.writeRaw(one.name(), 0, one.name().length).toByteArray();
  }

  void putFine(Series one, long windowMillis, IndicatorSum sum) {
    format.write(sum, value.clear());
    memory.put(key(FINE, windowMillis, one), value.toByteArray());
  }

  /** Of a long window what has come out of short windows that are gone: the others are stored. */
  void putCoarse(Series one, long millis) {
    long start = History.coarseStart(millis);
    long[] settled = one.history().settled(start);
    value.clear().writeZigZag(settled[0]).writeZigZag(settled[1]);
    memory.put(key(COARSE, start, one), value.toByteArray());
  }

  /** Forgets what was counted before. */
  void forget(Series one, long fineMillis, long coarseMillis) {
    one.history()
        .forget(
            fineMillis,
            coarseMillis,
            new History.Forgotten() {
              @Override
              public void fine(long startMillis) {
                memory.delete(key(FINE, startMillis, one));
                if (one.looksBack()) {
                  putCoarse(one, startMillis);
                }
              }

              @Override
              public void coarse(long startMillis) {
                memory.delete(key(COARSE, startMillis, one));
              }

              @Override
              public void judged(long endMillis) {
                memory.delete(key(JUDGED, endMillis, one));
              }
            });
  }

  void putJudged(Series one, long endMillis, long calls) {
    memory.put(key(JUDGED, endMillis, one), value.clear().writeZigZag(calls).toByteArray());
  }

  void putSeries(Series one) {
    memory.put(key(SERIES, 0, one), one.toBytes());
  }

  void putClock(long nextEndMillis) {
    value.clear().writeByte(VERSION).writeVarint(nextEndMillis);
    memory.put(new byte[] {CLOCK}, value.toByteArray());
  }

  void putCircumstance(Indicator indicator, IndicatorSum sum) {
    format.write(sum, value.clear());
    memory.put(circumstance(indicator), value.toByteArray());
  }

  void deleteCircumstance(Indicator indicator) {
    memory.delete(circumstance(indicator));
  }

  private byte[] circumstance(Indicator indicator) {
    return IndicatorFormat.writeKey(indicator, key.clear().writeByte(CIRCUMSTANCE)).toByteArray();
  }

  void deleteSeries(Series one) {
    memory.delete(key(SERIES, 0, one));
  }

  void delete(byte[] storedKey) {
    memory.delete(storedKey);
  }

  /** All that is stored, in the order of keys. */
  void forEach(BiConsumer<byte[], byte[]> reader) {
    memory.forEach(reader);
  }

  static long readClock(byte[] stored) {
    ByteReader in = new ByteReader(stored);
    in.expectVersion(VERSION);
    return in.readVarint();
  }
}
