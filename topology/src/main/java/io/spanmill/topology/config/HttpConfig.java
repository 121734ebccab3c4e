package io.spanmill.topology.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where probes and metrics are served.
 *
 * @param host a name or an address, without the brackets of IPv6
 * @param port 0: any that is free
 */
public record HttpConfig(String host, int port) {

  public HttpConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("listen: port " + port + " is not between 0 and 65535");
    }
  }

  /** Whether only this machine can reach it; asks for the address of a name. */
  public boolean isLoopback() {
    InetAddress address = new InetSocketAddress(host, port).getAddress();
    return address != null && address.isLoopbackAddress();
  }
}
