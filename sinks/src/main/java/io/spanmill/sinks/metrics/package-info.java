/**
 * RED and edges as metrics that others know: the names, labels and buckets of the Collector's
 * connectors or of Tempo, in OTLP's bytes.
 */
@NullMarked
package io.spanmill.sinks.metrics;

import org.jspecify.annotations.NullMarked;
