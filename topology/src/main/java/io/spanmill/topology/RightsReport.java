package io.spanmill.topology;

import io.spanmill.topology.config.PipelineConfig;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * The least rights that commands need, for people and for Kafka's own tools. Kafka is not asked.
 */
public final class RightsReport {
  private final String servers;
  private final Map<ResourcePattern, List<Right>> rights;

  /**
   * @throws io.spanmill.topology.config.ConfigException if the pipeline would read what it writes
   */
  public RightsReport(PipelineConfig config, Set<KafkaCommand> commands) {
    servers = String.valueOf(config.kafka().get("bootstrap.servers"));
    rights =
        new LeastRights(config)
            .of(commands).stream()
                .collect(
                    Collectors.groupingBy(
                        Right::resource, LinkedHashMap::new, Collectors.toList()));
  }

  /** A resource after the other; what is done with it; which commands do that, and why. */
  public void print(PrintWriter out) {
    rights.forEach(
        (resource, all) -> {
          out.println(Right.name(resource));
          Map<AclOperation, List<Right>> byOperation =
              all.stream()
                  .collect(
                      Collectors.groupingBy(Right::operation, TreeMap::new, Collectors.toList()));
          byOperation.forEach((operation, same) -> print(operation, same, out));
        });
  }

  private static void print(AclOperation operation, List<Right> rights, PrintWriter out) {
    Map<String, List<KafkaCommand>> byPurpose = new LinkedHashMap<>();
    for (Right right : rights) {
      byPurpose.merge(right.purpose(), List.of(right.command()), RightsReport::both);
    }
    byPurpose.forEach(
        (purpose, commands) ->
            out.printf("    %-16s %s: %s%n", Right.name(operation), listed(commands), purpose));
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static String listed(Collection<?> all) {
    return all.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** A line for each resource, to be pasted. */
  public void printAcls(String principal, PrintWriter out) {
    rights.forEach((resource, all) -> out.println(acl(principal, resource, all)));
  }

  private String acl(String principal, ResourcePattern resource, List<Right> rights) {
    StringBuilder line = new StringBuilder("kafka-acls.sh --bootstrap-server ");
    line.append(quoted(servers)).append(" --add --allow-principal ").append(quoted(principal));
    for (AclOperation operation : operations(rights)) {
      line.append(" --operation ").append(Right.name(operation));
    }
    if (resource.patternType() == PatternType.PREFIXED) {
      line.append(" --resource-pattern-type prefixed");
    }
    String option = resource.resourceType().name().toLowerCase(Locale.ROOT);
    line.append(" --").append(option.replace('_', '-'));
    return line.append(' ').append(quoted(resource.name())).toString();
  }

  /** Without the one that others imply. */
  private static Set<AclOperation> operations(List<Right> rights) {
    Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
    rights.forEach(right -> operations.add(right.operation()));
    if (rights.stream().anyMatch(Right::impliesDescribe)) {
      operations.remove(AclOperation.DESCRIBE);
    }
    return operations;
  }

  private static String quoted(String word) {
    return word.matches("[a-zA-Z0-9.:,_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
