package io.spanmill.fuzz;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathShare;
import io.spanmill.model.PathSum;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.path.PathTelling;
import io.spanmill.sinks.JsonCodec;
import io.spanmill.sinks.JsonFields;
import io.spanmill.state.DemandFormat;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.ErrorFormat;
import io.spanmill.state.PathFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.window.LocalSums;
import io.spanmill.window.WindowForms;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * Sums, their keys, batches of them, and how many a window has; the first byte of an input says
 * which. Whatever can be read can be added to itself, too, and can be told to the world.
 */
public final class StoredSums {
  private static final long WINDOW_MILLIS = 60_000;

  /** More than this no sum needs: all buckets that there are, with the largest counts. */
  private static final int MAX_TOLD = 200_000;

  private static final JsonCodec JSON = new JsonCodec();
  private static final RedSeries SERIES =
      new RedSeries(0, "shop", "GET /", SpanKind.SERVER, StatusCode.ERROR, Map.of());
  private static final Edge EDGE = new Edge(0, "shop", "cart", ConnectionType.DIRECT, Map.of());

  private static final PathFormat PATHS = new PathFormat(3);
  private static final ErrorSeries ERROR = new ErrorSeries(0, 1);

  private static final StoredForm<?>[] FORMS = {
    sums(new RedFormat(), sum -> JSON.red("", new RedPoint(SERIES, WINDOW_MILLIS, sum))),
    sums(new EdgeFormat(), sum -> JSON.edge("", new EdgePoint(EDGE, WINDOW_MILLIS, sum))),
    sums(new DemandFormat(), StoredSums::untold),
    keys(new RedFormat(), key -> JSON.red("", new RedPoint(key, WINDOW_MILLIS, new RedSum()))),
    keys(new EdgeFormat(), key -> JSON.edge("", new EdgePoint(key, WINDOW_MILLIS, new EdgeSum()))),
    keys(new DemandFormat(), StoredSums::untold),
    batches(),
    WindowForms.series(),
    sums(PATHS, StoredSums::told),
    keys(PATHS, key -> told(key, new PathSum(1))),
    sums(new ErrorFormat(), sum -> JSON.error("", new ErrorPoint(ERROR, WINDOW_MILLIS, sum))),
    keys(
        new ErrorFormat(),
        key -> JSON.error("", new ErrorPoint(key, WINDOW_MILLIS, new ErrorSum()))),
  };

  private StoredSums() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    StoredForm.checkOneOf(input, FORMS);
  }

  private static <K, S> StoredForm<S> sums(SumFormat<K, S> format, Function<S, byte[]> telling) {
    return new StoredForm<>(
        bytes -> {
          S sum = format.read(new ByteReader(bytes));
          S twice = format.read(new ByteReader(bytes));
          format.add(twice, sum);
          written(format, twice);
          tell(telling.apply(twice));
          return sum;
        },
        sum -> written(format, sum));
  }

  private static <K, S> byte[] written(SumFormat<K, S> format, S sum) {
    ProtoWriter out = new ProtoWriter(64);
    format.write(sum, out);
    return out.toByteArray();
  }

  /** A key is written in many places, in the order of what it says, so it is only read. */
  private static <K, S> StoredForm<byte[]> keys(
      SumFormat<K, S> format, Function<K, byte[]> telling) {
    return new StoredForm<>(
        bytes -> {
          K key = format.readKey(bytes);
          Claim.holds(key.equals(format.readKey(bytes)), "equal keys are equal");
          tell(telling.apply(key));
          return bytes;
        },
        bytes -> bytes);
  }

  private static byte[] told(PathSum sum) {
    return told(new PathEntry(0, "shop", "GET /"), sum);
  }

  private static byte[] told(PathEntry entry, PathSum sum) {
    sum.at(new byte[0], 0);
    PathPoint point = PathTelling.of(entry, WINDOW_MILLIS, sum);
    double shares = point.shares().stream().mapToDouble(PathShare::share).sum();
    Claim.holds(shares == 1, "shares are exactly 1");
    return JSON.path("", new PathPartPoint(point, point.shares().get(0)));
  }

  /** Demand stays among us. */
  private static byte[] untold(Object unused) {
    return new byte[] {'{', '}'};
  }

  private static void tell(byte[] json) {
    try {
      JsonFields.of(json);
    } catch (IOException broken) {
      throw new AssertionError("what is told is JSON", broken);
    }
    Claim.holds(json.length < MAX_TOLD, "what is told is not too large");
  }

  private static StoredForm<byte[]> batches() {
    return new StoredForm<>(
        batch -> {
          ProtoWriter out =
              new ProtoWriter(64).writeByte(2).writeByte(LocalSums.kindOf(batch).ordinal());
          LocalSums.read(
              batch,
              (key, sum) -> {
                byte[] content = rest(sum);
                out.writeSized(key, 0, key.length).writeSized(content, 0, content.length);
              });
          return out.toByteArray();
        },
        batch -> batch);
  }

  private static byte[] rest(ByteReader in) {
    ProtoWriter out = new ProtoWriter(64);
    while (in.hasMore()) {
      out.writeByte(in.readByte());
    }
    return out.toByteArray();
  }
}
