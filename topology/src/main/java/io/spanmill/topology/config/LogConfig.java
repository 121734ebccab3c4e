package io.spanmill.topology.config;

import io.spanmill.topology.logging.LogFormat;
import org.slf4j.event.Level;

/**
 * What is logged, and how.
 *
 * @param level the least that Spanmill says
 * @param kafkaLevel the least that all others say
 */
public record LogConfig(LogFormat format, Level level, Level kafkaLevel) {}
