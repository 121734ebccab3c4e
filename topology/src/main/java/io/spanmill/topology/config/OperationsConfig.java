package io.spanmill.topology.config;

import java.time.Duration;

/**
 * How the process is run.
 *
 * @param readyLag how far behind an instance may be and be ready; zero: as far as it likes
 * @param shutdownTimeout how long it may take to end
 */
public record OperationsConfig(Duration readyLag, Duration shutdownTimeout, LogConfig logging) {}
