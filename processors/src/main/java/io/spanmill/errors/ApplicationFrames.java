package io.spanmill.errors;

import java.util.List;

/**
 * Which frames are the application's: what each language tells by its folders and packages, and
 * what was configured over that.
 */
final class ApplicationFrames {
  private final List<String> ours;

  /**
   * @param ours a frame is the application's if its file or its function contains one of these
   */
  ApplicationFrames(List<String> ours) {
    this.ours = List.copyOf(ours);
  }

  /**
   * @param foreign whether it would be taken for a framework's
   */
  boolean include(String function, String file, boolean foreign) {
    if (!foreign) {
      return true;
    }
    for (String part : ours) {
      if (function.contains(part) || file.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
