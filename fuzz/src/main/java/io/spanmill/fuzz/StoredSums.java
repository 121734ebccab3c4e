package io.spanmill.fuzz;

import io.spanmill.state.DemandFormat;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.window.LocalSums;
import io.spanmill.window.WindowForms;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;

/**
 * Sums, their keys, batches of them, and how many a window has; the first byte of an input says
 * which. Whatever can be read can be added to itself, too.
 */
public final class StoredSums {
  private static final StoredForm<?>[] FORMS = {
    sums(new RedFormat()),
    sums(new EdgeFormat()),
    sums(new DemandFormat()),
    keys(new RedFormat()),
    keys(new EdgeFormat()),
    keys(new DemandFormat()),
    batches(),
    WindowForms.series(),
  };

  private StoredSums() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    StoredForm.checkOneOf(input, FORMS);
  }

  private static <K, S> StoredForm<S> sums(SumFormat<K, S> format) {
    return new StoredForm<>(
        bytes -> {
          S sum = format.read(new ByteReader(bytes));
          S twice = format.read(new ByteReader(bytes));
          format.add(twice, sum);
          written(format, twice);
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
  private static <K, S> StoredForm<byte[]> keys(SumFormat<K, S> format) {
    return new StoredForm<>(
        bytes -> {
          K key = format.readKey(bytes);
          Claim.holds(key.equals(format.readKey(bytes)), "equal keys are equal");
          return bytes;
        },
        bytes -> bytes);
  }

  private static StoredForm<byte[]> batches() {
    return new StoredForm<>(
        batch -> {
          ProtoWriter out = new ProtoWriter(64).writeByte(1);
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
