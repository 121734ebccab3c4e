package io.spanmill.topology;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Tells which rights are missing. */
final class Refusal {
  private static final Set<AclOperation> OF_DATA = Set.of(AclOperation.READ, AclOperation.WRITE);

  private Refusal() {}

  /** One line. */
  static String of(List<Right> missing, LeastRights least) {
    Set<String> named = new LinkedHashSet<>();
    missing.forEach(
        right -> named.add(Right.name(right.operation()) + " on " + Right.name(right.resource())));
    return "Kafka does not allow what "
        + missing.get(0).command()
        + " needs: "
        + String.join(", ", named)
        + " (./spanmill topics --rights"
        + (least.generation() == 1 ? "" : " --generation " + least.generation())
        + " says what for)";
  }

  /** Which rights a running pipeline was refused for; null if that is not what ended it. */
  static @Nullable String of(Throwable thrown, LeastRights rights) {
    List<Right> missing =
        rights.of(KafkaCommand.RUN).stream()
            .filter(right -> OF_DATA.contains(right.operation()) && isRefused(right, thrown))
            .toList();
    return missing.isEmpty() ? null : of(missing, rights);
  }

  private static boolean isRefused(Right right, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TopicAuthorizationException refused
          && right.isOn(ResourceType.TOPIC)
          && refused.unauthorizedTopics().contains(right.resource().name())) {
        return true;
      }
      if (cause instanceof GroupAuthorizationException refused
          && right.isOn(ResourceType.GROUP)
          && (refused.groupId() == null || refused.groupId().equals(right.resource().name()))) {
        return true;
      }
      if (cause instanceof TransactionalIdAuthorizationException
          && right.isOn(ResourceType.TRANSACTIONAL_ID)) {
        return true;
      }
    }
    return false;
  }
}
