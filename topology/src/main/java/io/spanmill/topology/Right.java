package io.spanmill.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Something that a command has to be allowed to do.
 *
 * @param purpose what for, in a few words
 */
record Right(
    ResourcePattern resource, AclOperation operation, KafkaCommand command, String purpose) {
  boolean isOn(ResourceType type) {
    return resource.resourceType() == type;
  }

  /** Whether who has this one may ask whether the resource is there, too. */
  boolean impliesDescribe() {
    return operation == AclOperation.READ
        || operation == AclOperation.WRITE
        || operation == AclOperation.DELETE;
  }

  /** {@code topic spanmill-spans}; a prefix ends with {@code …}. */
  static String name(ResourcePattern resource) {
    String type = resource.resourceType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    boolean prefix = resource.patternType() == PatternType.PREFIXED;
    return type + " " + resource.name() + (prefix ? "…" : "");
  }

  /** As Kafka's tools spell it: {@code DescribeConfigs}. */
  static String name(AclOperation operation) {
    return Arrays.stream(operation.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
