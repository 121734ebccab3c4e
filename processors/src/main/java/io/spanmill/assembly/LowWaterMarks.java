package io.spanmill.assembly;

/** Hears what of the spans topic is needed no more. Called by several threads. */
@FunctionalInterface
public interface LowWaterMarks {
  /** Nobody cares. */
  LowWaterMarks UNHEARD = (partition, position, lowWater) -> {};

  /**
   * @param position where the assembler stood when it found that out: good as soon as that is
   *     committed
   * @param lowWater nothing below this offset is needed any more
   */
  void reached(int partition, long position, long lowWater);
}
