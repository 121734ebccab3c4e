package io.spanmill.sampling.ottl;

import java.util.ArrayList;
import java.util.List;

/** What a function was called with, in the order of its parameters. */
final class Arguments {
  /**
   * One of them as written.
   *
   * @param name empty where it stands in its place
   */
  record Argument(String name, int column, Operand operand) {}

  private final String function;
  private final List<Argument> inOrder;

  private Arguments(String function, List<Argument> inOrder) {
    this.function = function;
    this.inOrder = inOrder;
  }

  /** Puts those given by name into their places. */
  static Arguments of(Token function, List<Argument> given, List<String> parameters) {
    if (given.size() != parameters.size()) {
      throw new OttlSyntaxException(
          function.column(),
          function.text() + " wants " + wanted(parameters) + ", not " + given.size());
    }
    List<Argument> inOrder = new ArrayList<>(given);
    for (Argument argument : given) {
      if (!argument.name().isEmpty()) {
        inOrder.set(place(argument, parameters), argument);
      }
    }
    if (inOrder.stream().distinct().count() < given.size()) {
      throw new OttlSyntaxException(
          function.column(), function.text() + " is given one argument twice");
    }
    return new Arguments(function.text(), inOrder);
  }

  private static String wanted(List<String> parameters) {
    return switch (parameters.size()) {
      case 0 -> "no arguments";
      case 1 -> "one argument (" + parameters.get(0) + ")";
      default -> parameters.size() + " arguments (" + String.join(", ", parameters) + ")";
    };
  }

  private static int place(Argument argument, List<String> parameters) {
    int place = parameters.indexOf(argument.name());
    if (place < 0) {
      throw new OttlSyntaxException(
          argument.column(),
          "no parameter is named \""
              + argument.name()
              + "\"; allowed: "
              + String.join(", ", parameters));
    }
    return place;
  }

  /** Anything with a value. */
  Operand operand(int index) {
    Operand operand = inOrder.get(index).operand();
    if (operand instanceof Operand.Items) {
      throw wrong(index, function + " wants a value here, not a list");
    }
    return operand;
  }

  boolean isList(int index) {
    return inOrder.get(index).operand() instanceof Operand.Items;
  }

  /** A list that is written out. */
  List<Operand> list(int index) {
    if (inOrder.get(index).operand() instanceof Operand.Items items) {
      return items.operands();
    }
    throw wrong(index, function + " wants a list here: [\"…\", …]");
  }

  /** A text that is written out. */
  String text(int index) {
    if (inOrder.get(index).operand() instanceof Operand.Text text) {
      return text.text();
    }
    throw wrong(index, function + " wants a text here that is written out: \"…\"");
  }

  OttlSyntaxException wrong(int index, String problem) {
    return new OttlSyntaxException(inOrder.get(index).column(), problem);
  }
}
