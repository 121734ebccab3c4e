package io.spanmill.topology.cli;

/**
 * One command of {@code ./spanmill}. A module contributes its commands as providers of this service
 * ({@code META-INF/services}); each is a public class with a public constructor without parameters
 * and carries picocli's {@code @CommandLine.Command} with its name, help text and options. {@code
 * --help} is added to each.
 */
public interface Command {
  /** The exit code where all is done. */
  int DONE = 0;

  /** The exit code where something failed while running. */
  int FAILED = 1;

  /** The exit code where the command line or the configuration is wrong. */
  int WRONG_USE = 2;

  /**
   * Does what the command says and answers with the exit code.
   *
   * @throws io.spanmill.topology.config.ConfigException where the configuration is wrong: its
   *     message is printed as it is, and the exit code is {@link #WRONG_USE}
   * @throws picocli.CommandLine.ParameterException where options contradict each other: likewise
   * @throws Exception where it failed: its message is printed in one line, and the exit code is
   *     {@link #FAILED}
   */
  int run(Surroundings surroundings) throws Exception;
}
