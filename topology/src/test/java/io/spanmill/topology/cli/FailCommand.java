package io.spanmill.topology.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Fails as it is told to. */
@CommandLine.Command(name = "fail", header = "Fail.")
public final class FailCommand implements Command {
  @CommandLine.Parameters(arity = "0..1")
  private @Nullable String message;

  @Override
  public int run(Surroundings surroundings) throws IOException {
    if (message == null) {
      return FAILED;
    }
    throw new IOException(message);
  }
}
