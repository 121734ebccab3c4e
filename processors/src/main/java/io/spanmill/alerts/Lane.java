package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.state.AlertFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * The life of one alert: pending when it is seen, firing when it has been seen for long enough,
 * resolved when all has been well for long enough. Not thread-safe.
 *
 * <pre>
 *          seen            for so long
 * (well) ───────► PENDING ─────────────► FIRING ──┐ not well
 *    ▲               │ not seen            │  ▲───┘
 *    └───────────────┴─────────────────────┘
 *                       well for so long: RESOLVED
 * </pre>
 *
 * <p>Stored: since when all has been well (zigzag, 0 if it is not), 0 or 1 and what was told as
 * {@link AlertFormat} spells it.
 */
final class Lane {
  /** What a step has changed. */
  enum Change {
    NONE,
    PENDING,
    FIRING,
    RESOLVED,
    /** It never fired: there is nothing to resolve. */
    WITHDRAWN
  }

  private static final long NEVER = 0;

  private @Nullable Alert told;
  private long wellSince = NEVER;

  /** What the world knows; null if all is well. */
  @Nullable Alert told() {
    return told;
  }

  /** Since when an alert that fires has been well; 0 if it is not. */
  long wellSince() {
    return wellSince;
  }

  boolean isFiring() {
    return told != null && told.state() == Alert.State.FIRING;
  }

  void tell(@Nullable Alert alert) {
    told = alert;
  }

  /**
   * A window has ended.
   *
   * @param hidden whether a graver alert says so already
   */
  Change step(Reading reading, Rules rules, boolean hidden, long endMillis) {
    Alert alert = told;
    if (alert == null) {
      return reading.breached() && !hidden ? begun(rules) : Change.NONE;
    }
    if (alert.state() == Alert.State.PENDING) {
      return pending(alert, reading.breached() && !hidden, rules, endMillis);
    }
    return firing(reading, rules, endMillis);
  }

  private Change begun(Rules rules) {
    wellSince = NEVER;
    return rules.pending().isZero() ? Change.FIRING : Change.PENDING;
  }

  private static Change pending(Alert alert, boolean seen, Rules rules, long endMillis) {
    if (!seen) {
      return Change.WITHDRAWN;
    }
    boolean longEnough = endMillis - alert.sinceMillis() >= rules.pending().toMillis();
    return longEnough ? Change.FIRING : Change.NONE;
  }

  private Change firing(Reading reading, Rules rules, long endMillis) {
    if (!reading.clear()) {
      wellSince = NEVER;
      return Change.NONE;
    }
    wellSince = wellSince == NEVER ? endMillis : wellSince;
    return endMillis - wellSince >= rules.keep().toMillis() ? Change.RESOLVED : Change.NONE;
  }

  void write(ProtoWriter out) {
    out.writeZigZag(wellSince).writeByte(told == null ? 0 : 1);
    if (told != null) {
      AlertFormat.write(told, out);
    }
  }

  void read(ByteReader in) {
    wellSince = in.readZigZag();
    told = in.readByte() == 0 ? null : AlertFormat.read(in);
  }
}
