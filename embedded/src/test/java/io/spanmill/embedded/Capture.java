package io.spanmill.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stored requests, and what there is to find in them.
 *
 * @param name for messages
 */
record Capture(String name, List<Path> files, Oracle oracle) {

  /** The one that is part of this module, unpacked into a folder. */
  static Capture ofShop(Path folder) throws IOException, URISyntaxException {
    Path file = folder.resolve("shop.otlpbin.zst");
    try (InputStream content = ShopCapture.class.getResourceAsStream("shop.otlpbin.zst")) {
      Files.copy(content, file);
    }
    Path oracle = Path.of(Capture.class.getResource("oracle").toURI());
    return new Capture("shop", List.of(file), new Oracle(oracle, "shop"));
  }

  /** The requests as {@code local} reads them. */
  RequestStream open() throws IOException {
    return open(files);
  }

  static RequestStream open(List<Path> files) throws IOException {
    return RequestFiles.open(files, System::currentTimeMillis);
  }
}
