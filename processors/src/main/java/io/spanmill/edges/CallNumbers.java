package io.spanmill.edges;

import io.spanmill.model.ConnectionType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers calls by who calls whom, so that what is known of one is found without spelling it.
 * Forgets, and then gives the same call another number; never another call the same, for a long
 * time. Not thread-safe.
 */
final class CallNumbers {
  /** Each call has one place where it may stand. A power of two. */
  private static final int PLACES = 1024;

  private final @Nullable String[] clients = new String[PLACES];
  private final @Nullable String[] servers = new String[PLACES];
  private final @Nullable ConnectionType[] types = new ConnectionType[PLACES];
  private final int[] numbers = new int[PLACES];
  private int last;

  /**
   * Above 0. Names that are equal but not the same object are taken for different ones, which costs
   * a number.
   */
  @SuppressWarnings("ReferenceEquality")
  int of(String client, String server, ConnectionType type) {
    int place = place(client, server, type);
    if (clients[place] != client || servers[place] != server || types[place] != type) {
      clients[place] = client;
      servers[place] = server;
      types[place] = type;
      numbers[place] = next();
    }
    return numbers[place];
  }

  private static int place(String client, String server, ConnectionType type) {
    int hash = (31 * client.hashCode() + server.hashCode()) * 31 + type.ordinal();
    hash *= 0x9E3779B1;
    return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
  }

  private int next() {
    if (last == Integer.MAX_VALUE) {
      last = 0;
      Arrays.fill(clients, null);
    }
    return ++last;
  }
}
