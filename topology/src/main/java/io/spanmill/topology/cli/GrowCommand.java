package io.spanmill.topology.cli;

import io.spanmill.topology.Growth;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Gives a stopped pipeline more partitions. */
@CommandLine.Command(
    name = "grow",
    header = "Spread the traces of a stopped pipeline over more partitions.",
    description = {
      "Stop all instances first. What is open, decided or not read yet is carried over into a new",
      "spans topic, and nothing is lost, decided twice or counted twice. Until its last step nothing",
      "has changed: if it is interrupted, run it again, or start the instances as they were.",
      "There is no way back to fewer partitions.",
      ""
    })
public final class GrowCommand implements Command {
  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Option(
      names = "--partitions",
      paramLabel = "N",
      required = true,
      description = "How many from now on: a multiple of what there is.")
  private int partitions;

  @CommandLine.Option(
      names = "--delete-old",
      description = "Delete the topics that are no longer used then.")
  private boolean deleteOld;

  @Override
  public int run(Surroundings surroundings) {
    PrintWriter err = surroundings.err();
    Growth growth =
        new Growth(
            config.load(surroundings).config(),
            line -> {
              err.println("spanmill: " + line);
              err.flush();
            });
    Growth.Report report = growth.to(partitions, deleteOld);
    tell(report, surroundings.out());
    if (deleteOld && !report.unused().isEmpty()) {
      growth.delete(report.unused());
      surroundings.out().printf("deleted: %s%n", String.join(", ", report.unused()));
    } else {
      report.unused().forEach(topic -> tellUnused(topic, surroundings.out()));
    }
    return DONE;
  }

  private static void tellUnused(String topic, PrintWriter out) {
    out.printf("%s is no longer used: %s%n", topic, Growth.deletion(topic));
  }

  private void tell(Growth.Report report, PrintWriter out) {
    List<Growth.Row> rows = report.rows();
    if (rows.isEmpty()) {
      out.printf("%s has %d partitions already; nothing was done%n", report.topic(), partitions);
      return;
    }
    out.printf("%s is in force now, of %d partitions:%n", report.topic(), partitions);
    out.printf("%9s %9s %12s %12s %12s%n", "partition", "from", "records", "spans", "decisions");
    for (Growth.Row row : rows) {
      out.printf(
          "%9d %9d %12d %12d %12d%n",
          row.partition(), row.old(), row.records(), row.spans(), row.decisions());
    }
  }
}
