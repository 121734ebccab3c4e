package io.spanmill.topology.logging;

import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What is logged in this process, how, and where: one setting for all loggers, as slf4j has one
 * provider. Until it is set only warnings are written, for people, to stderr. Thread-safe.
 */
public final class Logs {
  /** Above every level. */
  private static final int NOTHING = Integer.MAX_VALUE;

  private static final String OURS = "io.spanmill";

  private static final Map<String, StderrLogger> LOGGERS = new HashMap<>();

  /** The least that a logger of this name, and those below it, may write; what is longer counts. */
  private static final Map<String, Integer> LIMITS = new HashMap<>();

  private static volatile LogFormat format = LogFormat.TEXT;
  private static volatile @Nullable PrintStream to;
  private static Level ours = Level.WARN;
  private static Level others = Level.WARN;

  static {
    // It warns of each key that it passes on to its clients.
    quieten("org.apache.kafka.streams.StreamsConfig");
    // As long as a broker is away, several times a second; we say it, too.
    quieten("org.apache.kafka.clients.NetworkClient");
    quieten("org.apache.kafka.clients.ClientUtils");
    quieten("org.apache.kafka.clients.admin.internals.AdminMetadataManager");
    // It tells every request that fails with a stack; we say it, too.
    silence("io.confluent.kafka.schemaregistry.client.rest.RestService");
  }

  private Logs() {}

  /** From now on it is like this. */
  public static synchronized void set(LogFormat newFormat, Level newOurs, Level newOthers) {
    format = newFormat;
    ours = newOurs;
    others = newOthers;
    refresh();
  }

  /**
   * The logger of this name, and those below it, tell only of errors, unless all are to tell more.
   */
  public static synchronized void quieten(String logger) {
    LIMITS.merge(logger, Level.ERROR.toInt(), Math::max);
    refresh();
  }

  /** The logger of this name, and those below it, tell nothing. */
  public static synchronized void silence(String logger) {
    LIMITS.put(logger, NOTHING);
    refresh();
  }

  /** Logs go there, and not to stderr; null: to stderr again. */
  public static void writeTo(@Nullable PrintStream elsewhere) {
    to = elsewhere;
  }

  static synchronized StderrLogger logger(String name) {
    return LOGGERS.computeIfAbsent(name, created -> new StderrLogger(created, least(created)));
  }

  private static void refresh() {
    LOGGERS.forEach((name, logger) -> logger.writeFrom(least(name)));
  }

  private static int least(String name) {
    boolean isOurs = name.equals(OURS) || name.startsWith(OURS + ".");
    int least = (isOurs ? ours : others).toInt();
    int limit = limit(name);
    boolean moreWanted = least < Level.WARN.toInt() && !isOurs;
    return limit == NOTHING ? NOTHING : moreWanted ? least : Math.max(least, limit);
  }

  private static int limit(String name) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      Integer limit = LIMITS.get(name.substring(0, end));
      if (limit != null) {
        return limit;
      }
    }
    return Level.TRACE.toInt();
  }

  static void write(Level level, String logger, String message, @Nullable Throwable thrown) {
    String thread = Thread.currentThread().getName();
    LogMessage said = new LogMessage(Instant.now(), level, logger, thread, message, thrown);
    PrintStream elsewhere = to;
    // In one call, so that lines of several threads do not mix.
    (elsewhere == null ? System.err : elsewhere).print(format.line(said));
  }
}
