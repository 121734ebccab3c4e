package io.spanmill.chaos;

import java.util.SplittableRandom;

/** Something that goes wrong, and is over on return. */
@FunctionalInterface
interface Fault {
  /**
   * Makes it go wrong.
   *
   * @param random all that is left open is drawn from here
   * @return what happened, for people to read
   */
  String strike(Scene scene, SplittableRandom random) throws Exception;
}
