/** Makes our configuration of an OpenTelemetry Collector's. */
@NullMarked
package io.spanmill.topology.collector;

import org.jspecify.annotations.NullMarked;
