package io.spanmill.model;

/** What kind of call an edge stands for, with the names of the Collector's service graph. */
public enum ConnectionType {
  /** Between two traced services. */
  DIRECT(""),
  /** Through a queue or a topic. */
  MESSAGING_SYSTEM("messaging_system"),
  /** To a database. */
  DATABASE("database"),
  /** To or from somebody who is not traced. */
  VIRTUAL_NODE("virtual_node");

  private final String label;

  ConnectionType(String label) {
    this.label = label;
  }

  /** The value of the label {@code connection_type}. */
  public String label() {
    return label;
  }
}
