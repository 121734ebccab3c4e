package io.spanmill.alerts;

import com.google.re2j.Pattern;
import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** Somebody who is on duty: writes down what an {@link AlertBook} says of a {@link Town}. */
final class Duty implements AlertBook.Memory, AlertBook.Output {
  static final Rules RULES =
      new Rules(Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(5), 50, 0.9);

  static final Rules AT_ONCE =
      new Rules(Duration.ofMinutes(5), Duration.ZERO, Duration.ofMinutes(5), 50, 0.9);

  static final List<Objective> OBJECTIVES =
      List.of(
          objective("slow", new Latency(0.95, 500_000_000), RULES),
          objective("errors", new ErrorRate(0.01), RULES),
          objective("slo", new BurnRate(0.999, Long.MAX_VALUE), AT_ONCE),
          objective("drop", new RateDrop(0.5), RULES));

  private final TreeMap<Bytes, byte[]> stored = new TreeMap<>();
  private final List<Alert> told = new ArrayList<>();
  private final List<Alert> withdrawn = new ArrayList<>();
  private final AlertsConfig config;
  private AlertBook book;

  Duty() {
    this(OBJECTIVES);
  }

  Duty(List<Objective> objectives) {
    config =
        new AlertsConfig(Duration.ofMillis(Town.WINDOW), Duration.ofSeconds(30), 1000, objectives);
    book = new AlertBook(config, this, this);
  }

  static Objective objective(String name, Condition condition, Rules rules) {
    return new Objective(name, new Scope.Services(Pattern.compile(".*")), condition, rules, "page");
  }

  AlertBook book() {
    return book;
  }

  /** The process dies, and another goes on. */
  void restart() {
    book = new AlertBook(config, this, this);
  }

  void observe(Town.Happening happening) {
    for (Objective objective : config.objectives()) {
      if (happening.calls() > 0) {
        book.observe(
            new Indicator.Calls(
                happening.window(),
                objective.counted(),
                new AlertTarget.Service(happening.service().name())),
            happening.sum(objective.condition()));
      }
    }
  }

  /** All of a town's time, each window known when it is over. */
  Duty watch(Town town, long from, long to) {
    for (long start = Town.START + from; start < Town.START + to; start += Town.WINDOW) {
      town.window(start).forEach(this::observe);
      book.advance(start + Town.WINDOW);
    }
    return this;
  }

  /** What fired, was resolved, and pending things that came to that. */
  List<Alert> told() {
    return told;
  }

  List<Alert> told(Alert.State state) {
    return told.stream().filter(alert -> alert.state() == state).toList();
  }

  List<Alert> withdrawn() {
    return withdrawn;
  }

  int stored() {
    return stored.size();
  }

  @Override
  public void tell(Alert alert) {
    told.add(alert);
  }

  @Override
  public void withdraw(Alert alert) {
    withdrawn.add(alert);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    stored.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    stored.remove(Bytes.wrap(key));
  }

  @Override
  public void forEach(BiConsumer<byte[], byte[]> reader) {
    stored.forEach((key, value) -> reader.accept(key.get(), value));
  }
}
