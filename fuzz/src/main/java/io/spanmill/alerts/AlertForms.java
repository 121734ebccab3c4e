package io.spanmill.alerts;

import com.google.re2j.Pattern;
import io.spanmill.fuzz.Claim;
import io.spanmill.fuzz.StoredForm;
import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Histogram;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.TraceId;
import io.spanmill.sinks.JsonCodec;
import io.spanmill.sinks.JsonFields;
import io.spanmill.state.AlertFormat;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What is counted and remembered for alerts, shown to the fuzzer: much of it nobody else sees. */
public final class AlertForms {
  private static final IndicatorFormat INDICATORS = new IndicatorFormat();
  private static final JsonCodec JSON = new JsonCodec();

  /** With two lanes: one that is stored beyond them is let go. */
  private static final Objective OBJECTIVE =
      new Objective(
          "o",
          new Scope.Services(Pattern.compile(".*")),
          new BurnRate(0.99, Long.MAX_VALUE),
          new Rules(Duration.ofMinutes(5), Duration.ZERO, Duration.ofMinutes(5), 1, 1),
          "page");

  private AlertForms() {}

  /** All of them, in the order of {@link #seeds}. */
  public static StoredForm<?>[] all() {
    return new StoredForm<?>[] {
      new StoredForm<>(AlertForms::sum, sum -> written(out -> INDICATORS.write(sum, out))),
      new StoredForm<>(
          INDICATORS::readKey, key -> written(out -> IndicatorFormat.writeKey(key, out))),
      new StoredForm<>(AlertForms::alert, alert -> written(out -> AlertFormat.write(alert, out))),
      new StoredForm<>(AlertForms::series, Series::toBytes),
    };
  }

  /** One of each, and one of each kind of key, behind the byte that chooses it. */
  public static List<byte[]> seeds() {
    AlertTarget.Operation entry = new AlertTarget.Operation("shop", "GET /");
    AlertTarget.Operation part = new AlertTarget.Operation("cart", "GET");
    AlertTarget.ErrorGroup group = new AlertTarget.ErrorGroup("shop", "0a", "T", "m");
    Series series = new Series(OBJECTIVE, group, 60_000);
    series.lanes().get(0).tell(alert());
    return List.of(
        chosen(0, out -> INDICATORS.write(sum(), out)),
        key(new Indicator.Calls(60_000, "o", new AlertTarget.Service("shop"))),
        key(new Indicator.Calls(60_000, "o", entry)),
        key(new Indicator.Calls(60_000, "o", new AlertTarget.Call("shop", "cart"))),
        key(new Indicator.Errors(60_000, group)),
        key(new Indicator.Contribution(60_000, entry, part)),
        chosen(2, out -> AlertFormat.write(alert(), out)),
        chosen(3, out -> out.writeRaw(series.toBytes(), 0, series.toBytes().length)));
  }

  private static IndicatorSum sum() {
    IndicatorSum sum = new IndicatorSum().add(9, -2);
    Histogram durations = new Histogram();
    durations.add(5_000_000, 1);
    sum.addDurations(durations);
    sum.addExample(new TraceId(1, 2));
    return sum;
  }

  private static Alert alert() {
    return new Alert(
        "o",
        Alert.Kind.BURN_RATE,
        new AlertTarget.Service("shop"),
        "page",
        Alert.State.FIRING,
        1,
        2,
        3,
        new Alert.Evidence(
            0.5,
            0.25,
            0.125,
            4,
            List.of(new Alert.Window(5, 2, 1, 6, -4)),
            new Alert.Contributor("cart", "GET", 0.75),
            new Alert.TopError("shop", "0a", "T", "m", 9),
            List.of(new TraceId(1, 2))),
        "s");
  }

  /** It can be added to itself, and the rest of it be asked. */
  private static IndicatorSum sum(byte[] bytes) {
    IndicatorSum sum = INDICATORS.read(new ByteReader(bytes));
    IndicatorSum twice = INDICATORS.read(new ByteReader(bytes));
    INDICATORS.add(twice, sum);
    Claim.holds(twice.count() == 2 * sum.count(), "a sum is added as a whole");
    Claim.holds(sum.examples().size() <= IndicatorSum.EXAMPLES, "examples are few");
    return sum;
  }

  /** The world can be told of it. */
  private static Alert alert(byte[] bytes) {
    Alert alert = AlertFormat.read(new ByteReader(bytes));
    try {
      JsonFields.of(JSON.alert("", alert));
    } catch (IOException broken) {
      throw new AssertionError("what is told is JSON", broken);
    }
    return alert;
  }

  private static Series series(byte[] bytes) {
    Series series = new Series(OBJECTIVE, new AlertTarget.Service("shop"), 0);
    series.restore(new ByteReader(bytes));
    Claim.holds(
        series.lanes().size() == OBJECTIVE.condition().lanes(), "lanes are its objective's");
    return series;
  }

  private static byte[] key(Indicator indicator) {
    return chosen(1, out -> IndicatorFormat.writeKey(indicator, out));
  }

  private static byte[] chosen(int form, Consumer<ProtoWriter> writing) {
    return written(
        out -> {
          out.writeByte(form);
          writing.accept(out);
        });
  }

  private static byte[] written(Consumer<ProtoWriter> writing) {
    ProtoWriter out = new ProtoWriter(64);
    writing.accept(out);
    return out.toByteArray();
  }
}
