package io.spanmill.chaos;

import io.spanmill.embedded.BrokerNode;
import io.spanmill.embedded.KafkaAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What the application may do. */
final class Permissions {
  private final KafkaAccess access;

  Permissions(KafkaAccess access) {
    this.access = access;
  }

  /** Everything. */
  void grantAll() throws InterruptedException, ExecutionException {
    List<AclBinding> all = new ArrayList<>();
    for (ResourceType type :
        List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
      all.add(acl(type, "*", AclOperation.ALL, AclPermissionType.ALLOW));
    }
    all.add(acl(ResourceType.CLUSTER, "kafka-cluster", AclOperation.ALL, AclPermissionType.ALLOW));
    try (Admin admin = Admin.create(access.properties())) {
      admin.createAcls(all).all().get();
    }
  }

  /** Something is forbidden for a while, whatever else allows it. */
  void forbid(ResourceType type, String name, AclOperation operation, long millis)
      throws InterruptedException, ExecutionException {
    AclBinding denial = acl(type, name, operation, AclPermissionType.DENY);
    try (Admin admin = Admin.create(access.properties())) {
      admin.createAcls(List.of(denial)).all().get();
      try {
        Scene.rest(millis);
      } finally {
        admin.deleteAcls(List.of(denial.toFilter())).all().get();
      }
    }
  }

  private static AclBinding acl(
      ResourceType type, String name, AclOperation operation, AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry(BrokerNode.GUARDED_PRINCIPAL, "*", operation, permission));
  }
}
