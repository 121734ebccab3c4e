package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of the last minutes: which errors there were, and what took time on critical
 * paths. Nobody is alarmed by it, but who is wants to know. Not thread-safe.
 */
final class Circumstances {
  private record Known(Indicator indicator, IndicatorSum sum) {}

  /** For so long they are remembered. */
  static final long KEPT_MILLIS = 900_000;

  /** So many are remembered of a window. */
  private static final int MOST = 2000;

  private final TreeMap<Long, Map<Indicator, Known>> windows = new TreeMap<>();

  /**
   * What is known of an indicator now.
   *
   * @return the indicator as it was first described; null if its window has too many others
   */
  @Nullable Indicator put(Indicator indicator, IndicatorSum sum) {
    Map<Indicator, Known> window =
        windows.computeIfAbsent(indicator.windowStartMillis(), unused -> new HashMap<>());
    Known before = window.get(indicator);
    if (before == null && window.size() >= MOST) {
      return null;
    }
    Indicator first = before == null ? indicator : before.indicator();
    window.put(first, new Known(first, sum));
    return first;
  }

  /** Forgets what lies before, and names it. */
  void forget(long beforeMillis, Consumer<Indicator> forgotten) {
    while (!windows.isEmpty() && windows.firstKey() < beforeMillis) {
      windows.pollFirstEntry().getValue().keySet().forEach(forgotten);
    }
  }

  /** The error group that most failures of a target's service belong to; null if none is known. */
  Alert.@Nullable TopError topError(AlertTarget target, long fromMillis, long toMillis) {
    Map<AlertTarget.ErrorGroup, Long> counts = new HashMap<>();
    for (Map<Indicator, Known> indicators : windows.subMap(fromMillis, toMillis).values()) {
      indicators.forEach(
          (indicator, known) -> {
            if (indicator instanceof Indicator.Errors errors && isOf(errors.group(), target)) {
              counts.merge(errors.group(), known.sum().count(), Long::sum);
            }
          });
    }
    AlertTarget.ErrorGroup top = most(counts, Circumstances::text);
    return top == null
        ? null
        : new Alert.TopError(
            top.service(),
            top.fingerprint(),
            top.type(),
            top.message(),
            Objects.requireNonNull(counts.get(top)));
  }

  private static boolean isOf(AlertTarget.ErrorGroup group, AlertTarget target) {
    return group.equals(target)
        || (!(target instanceof AlertTarget.ErrorGroup)
            && group.service().equals(serviceOf(target)));
  }

  /** Who serves. */
  static String serviceOf(AlertTarget target) {
    if (target instanceof AlertTarget.Service service) {
      return service.service();
    }
    if (target instanceof AlertTarget.Operation operation) {
      return operation.service();
    }
    return target instanceof AlertTarget.Call call
        ? call.server()
        : ((AlertTarget.ErrorGroup) target).service();
  }

  /**
   * What takes most of the time on the critical paths of the entries that a target is, or if it is
   * none, of those in which its service takes part; null if none is known.
   */
  Alert.@Nullable Contributor topContributor(AlertTarget target, long fromMillis, long toMillis) {
    List<Map.Entry<Indicator.Contribution, Long>> all = contributions(fromMillis, toMillis);
    Set<AlertTarget.Operation> entries = new HashSet<>();
    all.forEach(part -> addIf(is(part.getKey().entry(), target), part.getKey(), entries));
    if (entries.isEmpty()) {
      all.forEach(part -> addIf(is(part.getKey().contributor(), target), part.getKey(), entries));
    }
    Map<AlertTarget.Operation, Long> nanos = new HashMap<>();
    long total = 0; // with what is not told by name
    for (Map.Entry<Indicator.Contribution, Long> part : all) {
      if (entries.contains(part.getKey().entry())) {
        if (!part.getKey().contributor().equals(Indicator.Contribution.OTHERS)) {
          nanos.merge(part.getKey().contributor(), part.getValue(), Long::sum);
        }
        total += part.getValue();
      }
    }
    AlertTarget.Operation top = most(nanos, Object::toString);
    if (top == null) {
      return null;
    }
    double share = total <= 0 ? 0 : (double) Objects.requireNonNull(nanos.get(top)) / total;
    return new Alert.Contributor(top.service(), top.operation(), share);
  }

  private static void addIf(
      boolean wanted, Indicator.Contribution part, Set<AlertTarget.Operation> entries) {
    if (wanted) {
      entries.add(part.entry());
    }
  }

  private List<Map.Entry<Indicator.Contribution, Long>> contributions(long from, long to) {
    List<Map.Entry<Indicator.Contribution, Long>> all = new ArrayList<>();
    for (Map<Indicator, Known> indicators : windows.subMap(from, to).values()) {
      indicators.forEach(
          (indicator, known) -> {
            if (indicator instanceof Indicator.Contribution part) {
              all.add(Map.entry(part, known.sum().count()));
            }
          });
    }
    return all;
  }

  private static boolean is(AlertTarget.Operation operation, AlertTarget target) {
    return target instanceof AlertTarget.Operation
        ? operation.equals(target)
        : operation.service().equals(serviceOf(target));
  }

  private static String text(AlertTarget.ErrorGroup group) {
    return group.service() + "\n" + group.fingerprint();
  }

  /** The first of those with the highest number. */
  private static <T> @Nullable T most(Map<T, Long> numbers, Function<T, String> order) {
    T most = null;
    long highest = 0;
    for (Map.Entry<T, Long> entry : numbers.entrySet()) {
      T one = entry.getKey();
      long number = entry.getValue();
      if (number > highest
          || (most != null
              && number == highest
              && order.apply(one).compareTo(order.apply(most)) < 0)) {
        most = one;
        highest = number;
      }
    }
    return most;
  }
}
