/**
 * Watches objectives and raises alerts. Counts come out of the partial sums of RED and of edges,
 * meet in one partition, and are judged when the watermark has passed a window: nothing here looks
 * at a clock. {@code AlertBook} is the logic, the rest of it knows no Kafka but for the two nodes.
 */
@NullMarked
package io.spanmill.alerts;

import org.jspecify.annotations.NullMarked;
