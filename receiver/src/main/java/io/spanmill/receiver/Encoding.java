package io.spanmill.receiver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a request is spelled. Its answer is spelled in the same way. */
public enum Encoding {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private final String mediaType;

  Encoding(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /**
   * @param contentType a header's value, parameters included; null if there is none
   */
  static @Nullable Encoding of(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    String named = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (Encoding encoding : values()) {
      if (encoding.mediaType.equals(named)) {
        return encoding;
      }
    }
    return null;
  }
}
