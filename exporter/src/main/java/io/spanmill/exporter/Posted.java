package io.spanmill.exporter;

import java.util.Map;

/**
 * What came back for something that was posted.
 *
 * @param status of HTTP
 * @param headers by their names in small letters, the last of each; over them those that stood
 *     behind the body
 * @param body its beginning
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Posted(int status, Map<String, String> headers, byte[] body) {
  public Posted {
    headers = Map.copyOf(headers);
  }

  /** Empty if there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
