package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConfigTest {
  @Test
  void onlyThisMachineUnlessToldOtherwise() {
    HttpConfig standard = read(Map.of());

    assertThat(standard).isEqualTo(new HttpConfig("127.0.0.1", 8080));
    assertThat(standard.isLoopback()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:1,true",
    "[::1]:1,true",
    "127.0.0.2:1,true",
    "0.0.0.0:1,false",
    "[::]:1,false",
    "192.0.2.1:1,false"
  })
  void anAddressSaysWhoReachesIt(String listen, boolean loopback) {
    assertThat(read(Map.of("SPANMILL_HTTP_LISTEN", listen)).isLoopback()).isEqualTo(loopback);
  }

  @ParameterizedTest
  @ValueSource(strings = {":8080", "8080", "localhost", "localhost:", "localhost:65536", "::1:80"})
  void anAddressNamesBothHostAndPort(String listen) {
    assertThatThrownBy(() -> read(Map.of("SPANMILL_HTTP_LISTEN", listen)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "environment: SPANMILL_HTTP_LISTEN: \""
                + listen
                + "\" is not host:port (e.g. 127.0.0.1:8080, [::1]:8080)");
  }

  private static HttpConfig read(Map<String, String> environment) {
    return new ConfigReader(environment, "host", 4L << 30).defaults().config().http();
  }
}
