package io.spanmill.receiver;

import java.time.Duration;

/**
 * How much is taken.
 *
 * @param wireBytes of one request as it comes
 * @param requestBytes of one request when it is unpacked
 * @param recordBytes of one piece of it; larger ones are cut between their items
 * @param memoryBytes of all requests that are not yet answered
 * @param connections at once; more wait until others are closed
 * @param answerTime from a request's headers to its answer
 */
public record Limits(
    int wireBytes,
    int requestBytes,
    int recordBytes,
    long memoryBytes,
    int connections,
    Duration answerTime) {
  /**
   * 20 MiB a request, packed or not, as the Collector's receiver has it; records of a megabyte, as
   * Kafka has it; 64 MiB and a thousand connections in all; 8 s, as SDKs wait for 10.
   */
  public static final Limits STANDARD =
      new Limits(20 << 20, 20 << 20, 1_000_000, 64 << 20, 1_000, Duration.ofSeconds(8));
}
