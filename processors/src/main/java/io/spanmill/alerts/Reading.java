package io.spanmill.alerts;

import io.spanmill.model.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a condition stands at the end of a window.
 *
 * @param breached surely, and not by chance
 * @param clear surely not: better than the threshold by the objective's margin, or too little
 *     happens to say so. In between neither is true
 * @param value as in {@link Alert.Evidence}, with threshold and baseline
 */
record Reading(
    boolean breached,
    boolean clear,
    double value,
    double threshold,
    @Nullable Double baseline,
    long calls,
    List<Alert.Window> windows) {}
