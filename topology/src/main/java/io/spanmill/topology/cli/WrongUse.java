package io.spanmill.topology.cli;

import java.util.List;
import picocli.CommandLine;

/** Tells picocli's refusals in one line. */
final class WrongUse {

  private WrongUse() {}

  static String line(CommandLine.ParameterException wrong) {
    String typed = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String problem = problem(wrong).strip().replaceAll("\\s*\\R\\s*", " ");
    return typed + ": " + problem + " (see ./" + typed + " --help)";
  }

  private static String problem(CommandLine.ParameterException wrong) {
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    return String.valueOf(wrong.getMessage());
  }

  private static String unmatched(CommandLine.UnmatchedArgumentException unmatched) {
    String first = unmatched.getUnmatched().get(0);
    List<String> suggestions = unmatched.getSuggestions();
    return "unknown "
        + kind(unmatched)
        + " '"
        + first
        + "'"
        + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?");
  }

  private static String kind(CommandLine.UnmatchedArgumentException unmatched) {
    if (unmatched.isUnknownOption()) {
      return "option";
    }
    return unmatched.getCommandLine().getSubcommands().isEmpty() ? "argument" : "command";
  }
}
