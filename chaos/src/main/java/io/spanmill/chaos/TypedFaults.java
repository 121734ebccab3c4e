package io.spanmill.chaos;

import java.util.List;
import picocli.CommandLine;

/** Reads which faults are wanted. */
final class TypedFaults implements CommandLine.ITypeConverter<TypedFaults.Chosen> {
  /** The kinds of faults that were chosen. */
  record Chosen(List<FaultKind> kinds) {
    Chosen {
      kinds = List.copyOf(kinds);
    }
  }

  @Override
  public Chosen convert(String typed) {
    try {
      return new Chosen(FaultKind.parse(typed));
    } catch (IllegalArgumentException unknown) {
      throw new CommandLine.TypeConversionException(unknown.getMessage());
    }
  }
}
