package io.spanmill.topology.config;

/**
 * One key with what is in force, for people to read.
 *
 * @param path as in the file: {@code assembly.settle}
 * @param variable the name in the environment
 * @param unit what a value may look like
 * @param standard the default, as it would stand in the file
 * @param value as it stands in the file, or {@code ***} where it is a secret
 */
public record Setting(
    String path,
    String variable,
    String unit,
    String standard,
    String meaning,
    String value,
    Origin origin) {}
