package io.spanmill.topology.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wish that this process ends (SIGTERM, Ctrl-C), and the bound of how long it may take: the
 * Java machine calls {@link #stop} and is gone when that returns. A second signal ends it at once.
 */
final class StopSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  /** As a JVM ends that is told to and has nothing to say about it. */
  private static final int ENDED_BY_SIGTERM = 143;

  /** What is left to close after the pipeline has had its time. */
  private static final Duration REST = Duration.ofSeconds(2);

  private final Duration bound;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "spanmill-stop");
  private volatile boolean begun;
  private volatile int exitCode = Command.FAILED;

  StopSignal(Duration bound) {
    this.bound = bound;
  }

  /** Listens from now on. */
  StopSignal listen() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  /** Whether the process is to end. */
  boolean isGiven() {
    return told.getCount() == 0;
  }

  /** From now on there is something to close; until then the process ends at once. */
  void begin() {
    begun = true;
  }

  /** With what the process ends, once it was told to. */
  int endWith(int code) {
    exitCode = code;
    return code;
  }

  /** All is closed. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // It is what ends the process.
    }
  }

  private void stop() {
    endAtNextSignal();
    told.countDown();
    if (!begun) {
      Runtime.getRuntime().halt(ENDED_BY_SIGTERM);
    }
    Runtime.getRuntime().halt(awaitDone() ? exitCode : Command.FAILED);
  }

  private boolean awaitDone() {
    try {
      if (done.await(bound.plus(REST).toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      logLate(bound);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** The bound has passed. */
  static void logLate(Duration bound) {
    LOG.error(
        "not closed within {} ms (shutdown.timeout): it ends as it is; what was not committed will"
            + " be done again",
        bound.toMillis());
  }

  /**
   * The Java machine takes no notice of a second signal while it ends. The class that lets us do so
   * is in every JDK, but none that a compiler lets pass without a warning: without it we wait.
   */
  private static void endAtNextSignal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halt =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                Runtime.getRuntime().halt(Command.FAILED);
                return null;
              });
      for (String name : List.of("TERM", "INT")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, halt);
      }
    } catch (ReflectiveOperationException | RuntimeException refused) {
      // Then only kill -9 ends it before its time.
    }
  }
}
