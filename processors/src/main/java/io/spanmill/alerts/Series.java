package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One target of one objective: what was counted, and what was told. Not thread-safe.
 *
 * <p>Stored: version 1, since when it is known (varint, milliseconds), number of lanes, each as
 * {@link Lane} spells it.
 */
final class Series {
  private static final byte VERSION = 1;

  /** Fewest bytes of a lane. */
  private static final int LANE_BYTES = 2;

  private final Objective objective;
  private final byte[] name;
  private final AlertTarget target;
  private final History history = new History();
  private final List<Lane> lanes = new ArrayList<>();
  private long firstMillis;

  Series(Objective objective, AlertTarget target, long firstMillis) {
    this.objective = objective;
    this.target = target;
    byte[] key =
        IndicatorFormat.writeKey(
                new Indicator.Calls(0, objective.counted(), target), new ProtoWriter(128))
            .toByteArray();
    name = Arrays.copyOfRange(key, SumFormat.WINDOW_BYTES, key.length);
    this.firstMillis = firstMillis;
    for (int i = 0; i < objective.condition().lanes(); i++) {
      lanes.add(new Lane());
    }
  }

  Objective objective() {
    return objective;
  }

  /** Its key but for the window, as {@link IndicatorFormat} spells it; not to be written to. */
  byte[] name() {
    return name;
  }

  /** Whether long windows are asked for. */
  boolean looksBack() {
    return objective.condition().lookBackMillis() > 0;
  }

  AlertTarget target() {
    return target;
  }

  History history() {
    return history;
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** Since when it is known: the start of its first window. */
  long firstMillis() {
    return firstMillis;
  }

  /** Whether there is nothing left to remember. */
  boolean isOver() {
    return history.isEmpty() && lanes.stream().allMatch(lane -> lane.told() == null);
  }

  byte[] toBytes() {
    ProtoWriter out = new ProtoWriter(256).writeByte(VERSION);
    out.writeVarint(firstMillis).writeVarint(lanes.size());
    lanes.forEach(lane -> lane.write(out));
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a series
   */
  void restore(ByteReader in) {
    in.expectVersion(VERSION);
    firstMillis = in.readVarint();
    List<Lane> stored = readLanes(in);
    for (int i = 0; i < Math.min(stored.size(), lanes.size()); i++) {
      lanes.set(i, stored.get(i));
    }
  }

  /** What was told of a series whose objective is not known any more. */
  static List<Alert> alerts(ByteReader stored) {
    stored.expectVersion(VERSION);
    stored.readVarint();
    return readLanes(stored).stream().map(Lane::told).filter(Objects::nonNull).toList();
  }

  private static List<Lane> readLanes(ByteReader in) {
    List<Lane> stored = new ArrayList<>();
    for (int left = in.readCount(LANE_BYTES); left > 0; left--) {
      Lane lane = new Lane();
      lane.read(in);
      stored.add(lane);
    }
    return stored;
  }
}
