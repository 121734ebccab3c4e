package io.spanmill.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an {@link OrdinaryLoad} into a file for {@code ./spanmill local}.
 *
 * <pre>GenerateLoad FILE.otlpbin SPANS [SEED [typed]]</pre>
 */
public final class GenerateLoad {
  private static final int SPANS_PER_SECOND = 50_000;
  private static final long START_MILLIS = 1_767_225_600_000L;

  private GenerateLoad() {}

  public static void main(String[] arguments) throws IOException {
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    boolean typed = arguments.length > 3 && arguments[3].equals("typed");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20))) {
      OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(typed, START_MILLIS, SPANS_PER_SECOND, 0);
      OrdinaryLoad load =
          new OrdinaryLoad(
              seed,
              kind,
              (request, millis) -> {
                out.writeInt(request.length);
                out.write(request);
              });
      load.write(Long.parseLong(arguments[1]));
    }
  }
}
