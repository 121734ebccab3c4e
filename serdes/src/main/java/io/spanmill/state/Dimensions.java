package io.spanmill.state;

import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The dimensions at the end of a key: name and value of each, texts behind their length. */
final class Dimensions {
  private Dimensions() {}

  static ProtoWriter write(Map<String, String> dimensions, ProtoWriter out) {
    dimensions.forEach((name, value) -> out.writeSized(name).writeSized(value));
    return out;
  }

  /** All that are left, in their order. */
  static Map<String, String> read(ByteReader in) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    while (in.hasMore()) {
      dimensions.put(in.readString(), in.readString());
    }
    return Collections.unmodifiableMap(dimensions);
  }
}
