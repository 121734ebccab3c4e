/** Metrics in Prometheus' text format, and those of the Java process. Knows nothing of Spanmill. */
@NullMarked
package io.spanmill.topology.metrics;

import org.jspecify.annotations.NullMarked;
