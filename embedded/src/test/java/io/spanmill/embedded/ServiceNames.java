package io.spanmill.embedded;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Names of services, read once for each resource. */
final class ServiceNames {
  private final Map<ByteString, String> names = new HashMap<>();

  String of(byte[] resource) throws IOException {
    ByteString key = ByteString.copyFrom(resource);
    String known = names.get(key);
    if (known == null) {
      known = read(ResourceSpans.parseFrom(resource));
      names.put(key, known);
    }
    return known;
  }

  private static String read(ResourceSpans spans) {
    for (KeyValue attribute : spans.getResource().getAttributesList()) {
      if (attribute.getKey().equals("service.name")
          && !attribute.getValue().getStringValue().isEmpty()) {
        return attribute.getValue().getStringValue();
      }
    }
    return "unknown_service";
  }
}
