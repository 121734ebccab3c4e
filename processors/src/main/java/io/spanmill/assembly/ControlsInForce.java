package io.spanmill.assembly;

import io.spanmill.state.ControlRecord;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, by name, and what of it has to outlive this process: the log holds it, as the
 * spans topic is purged. Not thread-safe.
 *
 * <p>Stored under its name:
 *
 * <pre>
 * version 1  1 byte   1
 * records    to the end, each: length (varint), {@link ControlRecord}
 * </pre>
 *
 * The last is the newest. One stands before it only where the newest could not be read: then that
 * one is in force still, until a process comes that reads the newest.
 */
final class ControlsInForce {
  private static final byte VERSION = 1;

  private final Outcomes outcomes;
  private final DecisionLog log;
  private final Map<String, ControlRecord> taken = new HashMap<>();

  ControlsInForce(Outcomes outcomes, DecisionLog log) {
    this.outcomes = outcomes;
    this.log = log;
  }

  /** From now on this holds, if it can be read. */
  void apply(ControlRecord record) {
    ControlRecord before = taken.get(record.name());
    boolean understood = tell(record);
    log.writeControl(record.name(), toBytes(understood ? null : before, record));
  }

  /** It holds no more. */
  void expire(String name) {
    taken.remove(name);
    log.deleteControl(name);
  }

  /** Tells again all that holds. */
  void restore() {
    log.forEachControl(stored -> read(stored).forEach(this::tell));
  }

  private boolean tell(ControlRecord record) {
    boolean understood = outcomes.control(record);
    if (understood) {
      taken.put(record.name(), record);
    }
    return understood;
  }

  static byte[] toBytes(@Nullable ControlRecord before, ControlRecord newest) {
    ProtoWriter out = new ProtoWriter(2 * newest.payload().length + 64).writeByte(VERSION);
    if (before != null) {
      write(before, out);
    }
    return write(newest, out).toByteArray();
  }

  private static ProtoWriter write(ControlRecord record, ProtoWriter out) {
    byte[] bytes = record.toBytes();
    return out.writeSized(bytes, 0, bytes.length);
  }

  static List<ControlRecord> read(byte[] stored) {
    ByteReader in = new ByteReader(stored);
    in.expectVersion(VERSION);
    List<ControlRecord> records = new ArrayList<>();
    while (in.hasMore()) {
      int length = in.readCount(1);
      int from = in.position();
      records.add(ControlRecord.of(Arrays.copyOfRange(stored, from, from + length)));
      in.skip(length);
    }
    return records;
  }
}
