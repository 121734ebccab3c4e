package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Seventy seconds of a real shop of eight services in four languages, as their OpenTelemetry SDKs
 * sent it; part of this module. See {@code shop.README.txt} beside it.
 */
public final class ShopCapture {
  private ShopCapture() {}

  /** All requests, protobuf and JSON mixed, in the order and with the times of their arrival. */
  public static List<StoredRequest> load() throws IOException {
    long[] arrivals = arrivals();
    List<StoredRequest> requests = new ArrayList<>(arrivals.length);
    try (InputStream content = new ZstdInputStream(resource("shop.otlpbin.zst"))) {
      Records records = new PrefixedRecords(content);
      for (byte[] value = records.next(); value != null; value = records.next()) {
        requests.add(new StoredRequest(value, arrivals[requests.size()]));
      }
    }
    return requests;
  }

  private static long[] arrivals() throws IOException {
    try (InputStream lines = resource("shop.arrivals")) {
      return new String(lines.readAllBytes(), US_ASCII)
          .lines()
          .mapToLong(Long::parseLong)
          .toArray();
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream stream = ShopCapture.class.getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException(name);
    }
    return stream;
  }
}
