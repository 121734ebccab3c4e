package io.spanmill.topology.config;

import com.google.re2j.Pattern;
import io.spanmill.alerts.BurnRate;
import io.spanmill.alerts.Condition;
import io.spanmill.alerts.ErrorRate;
import io.spanmill.alerts.Latency;
import io.spanmill.alerts.NewError;
import io.spanmill.alerts.Objective;
import io.spanmill.alerts.RateDrop;
import io.spanmill.alerts.Rules;
import io.spanmill.alerts.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one objective; docs/alerts.md has all that can be written. */
final class ObjectiveReader {
  private static final String CONDITIONS = "latency, error_rate, objective, new_error, rate_drop";
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final int MIN_CALLS = 50;
  private static final double RESOLVE = 0.9;
  private static final String SEVERITY = "page";

  private final Fields fields;

  private ObjectiveReader(Fields fields) {
    this.fields = fields;
  }

  static List<Objective> read(Place place) {
    return YamlTree.unfolded(place).items().stream()
        .map(item -> new ObjectiveReader(new Fields(item)).objective())
        .toList();
  }

  private Objective objective() {
    String name = fields.required("name").text();
    Scope scope = scope();
    try {
      Condition condition = condition();
      Rules rules = rules(condition);
      String severity = fields.text("severity", SEVERITY);
      fields.nothingElse();
      return new Objective(name, scope, condition, rules, severity);
    } catch (IllegalArgumentException broken) {
      throw fields.place().wrongBelow(broken);
    }
  }

  private Scope scope() {
    Place service = fields.optional("service");
    Place operation = fields.optional("operation");
    Place client = fields.optional("client");
    Place server = fields.optional("server");
    if (client == null && server == null) {
      return operation == null
          ? new Scope.Services(pattern(service))
          : new Scope.Operations(pattern(service), pattern(operation));
    }
    if (service != null || operation != null) {
      throw fields
          .place()
          .wrong("client and server are of calls; service and operation cannot stand beside them");
    }
    return new Scope.Calls(pattern(client), pattern(server));
  }

  /** Any where nothing is written. */
  private static Pattern pattern(@Nullable Place glob) {
    return glob == null
        ? Pattern.compile("(?s).*")
        : ValueType.re2(glob, SamplingReader.glob(glob.text()));
  }

  private Condition condition() {
    List<Condition> found = new ArrayList<>();
    Place latency = fields.optional("latency");
    if (latency != null) {
      found.add(latency(new Fields(latency)));
    }
    Place errorRate = fields.optional("error_rate");
    if (errorRate != null) {
      Fields block = new Fields(errorRate);
      double above = share(block.required("above"));
      block.nothingElse();
      found.add(built(errorRate, () -> new ErrorRate(above)));
    }
    Place objective = fields.optional("objective");
    Place slower = fields.optional("slower_than");
    if (objective != null) {
      long nanos = slower == null ? Long.MAX_VALUE : ValueType.DURATION.read(slower).toNanos();
      found.add(new BurnRate(share(objective), nanos));
    } else if (slower != null) {
      throw slower.wrong("goes with objective only");
    }
    if (fields.flag("new_error")) {
      found.add(new NewError());
    }
    Place rateDrop = fields.optional("rate_drop");
    if (rateDrop != null) {
      Fields block = new Fields(rateDrop);
      double below = share(block.required("below"));
      block.nothingElse();
      found.add(built(rateDrop, () -> new RateDrop(below)));
    }
    if (found.size() != 1) {
      String problem = found.isEmpty() ? "has none of " : "has more than one of ";
      throw fields.place().wrong(problem + CONDITIONS);
    }
    return found.get(0);
  }

  private static Condition latency(Fields block) {
    double quantile = Fields.number(block.required("quantile"));
    long above = ValueType.DURATION.read(block.required("above")).toNanos();
    block.nothingElse();
    return built(block.place(), () -> new Latency(quantile, above));
  }

  private static Condition built(Place place, Supplier<Condition> condition) {
    try {
      return condition.get();
    } catch (IllegalArgumentException broken) {
      throw place.wrongBelow(broken);
    }
  }

  /** A percentage, as a share. */
  private static double share(Place place) {
    String text = place.text();
    if (text.endsWith("%")) {
      try {
        String number = text.substring(0, text.length() - 1).strip();
        return new BigDecimal(number).movePointLeft(2).doubleValue();
      } catch (NumberFormatException noNumber) {
        throw place.refused("is not a percentage (e.g. 1%, 99.9%)");
      }
    }
    throw place.refused("is not a percentage (e.g. 1%, 99.9%)");
  }

  private Rules rules(Condition condition) {
    boolean patient = !(condition instanceof BurnRate || condition instanceof NewError);
    int fewest = condition instanceof NewError ? 1 : MIN_CALLS;
    Place minCalls = fields.optional("min_calls");
    return new Rules(
        duration("over", FIVE_MINUTES),
        duration("for", patient ? TWO_MINUTES : Duration.ZERO),
        duration("keep", FIVE_MINUTES),
        minCalls == null ? fewest : Fields.whole(minCalls),
        resolve());
  }

  private double resolve() {
    Place place = fields.optional("resolve");
    return place == null ? RESOLVE : share(place);
  }

  private Duration duration(String key, Duration otherwise) {
    Place place = fields.optional(key);
    return place == null ? otherwise : ValueType.DURATION_OR_NONE.read(place);
  }
}
