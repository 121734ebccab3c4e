package io.spanmill.topology;

import io.spanmill.topology.config.PipelineConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
   * @param generation of the spans topic: the first is 1, and each growth makes the next
   * @throws io.spanmill.topology.config.ConfigException if the pipeline would read what it writes
   */
  public RightsReport(PipelineConfig config, int generation, Set<KafkaCommand> commands) {
    servers = String.valueOf(config.kafka().get("bootstrap.servers"));
    rights =
        new LeastRights(config, generation)
            .of(commands).stream()
                .collect(
                    Collectors.groupingBy(
                        Right::resource, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * Resources of which the same is asked; what is done with them; which commands do it, and why.
   */
  public void print(PrintWriter out) {
    Map<List<Row>, List<ResourcePattern>> alike = new LinkedHashMap<>();
    rights.forEach(
        (resource, all) ->
            alike.computeIfAbsent(rows(all), first -> new ArrayList<>()).add(resource));
    alike.forEach(
        (rows, resources) -> {
          out.println(listed(resources.stream().map(Right::name).toList()));
          rows.forEach(row -> row.print(out));
        });
  }

  private record Row(AclOperation operation, List<KafkaCommand> commands, String purpose) {
    void print(PrintWriter out) {
      String operationName = Right.name(operation);
      out.printf("    %-15s  %-50s  %s%n", operationName, listed(commands), purpose);
    }
  }

  private static List<Row> rows(List<Right> rights) {
    List<Row> rows = new ArrayList<>();
    for (AclOperation operation : AclOperation.values()) {
      Map<String, List<KafkaCommand>> byPurpose = new LinkedHashMap<>();
      for (Right right : rights) {
        if (right.operation() == operation) {
          byPurpose.computeIfAbsent(right.purpose(), one -> new ArrayList<>()).add(right.command());
        }
      }
      byPurpose.forEach((purpose, commands) -> rows.add(new Row(operation, commands, purpose)));
    }
    return rows;
  }

  private static String listed(List<?> all) {
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
