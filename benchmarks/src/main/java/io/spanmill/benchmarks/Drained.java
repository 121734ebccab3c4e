package io.spanmill.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What it took to work off a load that stood in Kafka.
 *
 * @param spans that it had
 * @param seconds on the clock
 * @param application its CPU time
 * @param broker its CPU time
 * @param written bytes by which each topic's logs grew meanwhile
 * @param allocated bytes, by the application
 */
record Drained(
    long spans,
    double seconds,
    ProcessTimes application,
    ProcessTimes broker,
    Map<String, Long> written,
    long allocated) {
  private static final double MILLION = 1e6;

  /** CPU-seconds per million spans, without Java's compiler. */
  double applicationCost() {
    return perMillion(application.working());
  }

  /** As {@link #applicationCost}. */
  double brokerCost() {
    return perMillion(broker.working());
  }

  double cost() {
    return applicationCost() + brokerCost();
  }

  /** What of {@link #applicationCost} is the garbage collector. */
  double collectingCost() {
    return perMillion(application.collecting());
  }

  /** What of {@link #applicationCost} are the stream threads. */
  double streamingCost() {
    return perMillion(application.streaming());
  }

  /** CPU-seconds per million spans in the compilers of both. */
  double compilingCost() {
    return perMillion(application.compiling() + broker.compiling());
  }

  private double perMillion(double seconds) {
    return seconds * MILLION / spans;
  }

  double spansPerSecond() {
    return spans / seconds;
  }

  double writtenPerSpan() {
    return (double) written.values().stream().mapToLong(Long::longValue).sum() / spans;
  }

  double writtenPerSpan(String topic) {
    return (double) written.getOrDefault(topic, 0L) / spans;
  }

  double allocatedPerSpan() {
    return (double) allocated / spans;
  }

  /** The median of a figure over several rounds; of an even number the lower of the two. */
  static double median(List<Drained> rounds, ToDoubleFunction<Drained> figure) {
    double[] all = rounds.stream().mapToDouble(figure).toArray();
    Arrays.sort(all);
    return all[(all.length - 1) / 2];
  }
}
