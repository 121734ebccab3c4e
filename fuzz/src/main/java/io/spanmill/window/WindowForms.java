package io.spanmill.window;

import io.spanmill.fuzz.StoredForm;

/** What is stored of a window, shown to the fuzzer: nobody outside its package sees it. */
public final class WindowForms {
  private WindowForms() {}

  /** How many series a window has. */
  public static StoredForm<?> series() {
    return new StoredForm<>(SeriesLimit.Window::of, SeriesLimit.Window::toBytes);
  }
}
