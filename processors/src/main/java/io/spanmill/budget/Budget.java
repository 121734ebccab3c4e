package io.spanmill.budget;

/**
 * How much may be kept, and how it is shared.
 *
 * @param perSecond in the unit, in the whole application
 * @param exponent β from 0 to 1: of a key with population N, about N<sup>β</sup> is kept. 0 gives
 *     every key the same, 1 the same share of every key
 * @param floorPerSecond every key is kept up to this, in the unit, as far as all floors together
 *     leave half of the budget
 * @param unseenShare from 0 to 1: the part of the budget that new keys may take
 * @throws IllegalArgumentException where a number is not in its range; the message begins with the
 *     key's name in the configuration
 */
public record Budget(
    Unit unit, double perSecond, double exponent, double floorPerSecond, double unseenShare) {

  /** What is counted. */
  public enum Unit {
    TRACES("traces_per_second"),
    SPANS("spans_per_second"),
    BYTES("bytes_per_second");

    private final String key;

    Unit(String key) {
      this.key = key;
    }

    static Unit ofKey(String key) {
      for (Unit unit : values()) {
        if (unit.key.equals(key)) {
          return unit;
        }
      }
      throw new IllegalArgumentException("not a unit of budgets: " + key);
    }

    /** The name of a budget in this unit in the configuration. */
    public String key() {
      return key;
    }
  }

  public static final double DEFAULT_EXPONENT = 0.5;
  public static final double DEFAULT_UNSEEN_SHARE = 0.1;

  public Budget {
    require(
        perSecond > 0 && perSecond < Double.POSITIVE_INFINITY, unit.key(), perSecond, "above 0");
    require(exponent >= 0 && exponent <= 1, "exponent", exponent, "from 0 to 1");
    require(
        floorPerSecond >= 0 && floorPerSecond <= perSecond,
        "floor",
        floorPerSecond,
        "from 0 to the budget");
    require(
        unseenShare >= 0 && unseenShare < 1, "unseen_share", unseenShare, "from 0 to less than 1");
  }

  /** A budget that is shared as it is by default. */
  public static Budget of(Unit unit, double perSecond) {
    return new Budget(unit, perSecond, DEFAULT_EXPONENT, 0, DEFAULT_UNSEEN_SHARE);
  }

  private static void require(boolean holds, String key, double value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": " + value + " is not " + allowed);
    }
  }

  double perEpoch() {
    return perSecond * Epochs.SECONDS;
  }

  double floorPerEpoch() {
    return floorPerSecond * Epochs.SECONDS;
  }
}
