package io.spanmill.receiver;

/**
 * How requests with spans become pieces, apart from what has to be cut because it is large.
 *
 * @param byTrace whether each trace is a piece of its own, under its id
 * @param partitions so many there are, if the traces of each are to be a piece that goes there; 0
 *     if not
 */
public record Division(boolean byTrace, int partitions) {
  /** They pass as they came. */
  public static final Division NONE = new Division(false, 0);

  /** Each trace is a piece of its own. */
  public static final Division BY_TRACE = new Division(true, 0);

  public Division {
    if (partitions < 0 || (byTrace && partitions > 0)) {
      throw new IllegalArgumentException("by trace: " + byTrace + ", partitions: " + partitions);
    }
  }

  /** The traces of each of so many partitions are a piece. */
  public static Division into(int partitions) {
    return new Division(false, partitions);
  }

  boolean isNone() {
    return !byTrace && partitions == 0;
  }
}
