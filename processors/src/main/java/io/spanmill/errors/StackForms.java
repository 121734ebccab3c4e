package io.spanmill.errors;

import java.util.List;

/** All forms of stacks, and which of them one has. */
final class StackForms {
  private final PythonStack python;
  private final GoStack go;
  private final NodeStack node;
  private final JavaStack java;
  private final PlainStack plain;

  StackForms(ApplicationFrames application) {
    python = new PythonStack(application);
    go = new GoStack(application);
    node = new NodeStack(application);
    java = new JavaStack(application);
    plain = new PlainStack(application);
  }

  /**
   * @param language as the SDK calls it; empty where it says nothing
   */
  List<Raised> read(String language, String stack) {
    return stack.isEmpty() ? List.of() : form(language, stack).read(stack);
  }

  private StackForm form(String language, String stack) {
    return switch (language) {
      case "python" -> python;
      case "go" -> go;
      case "nodejs", "webjs" -> node;
      case "java" -> java;
      default -> formOf(stack);
    };
  }

  private StackForm formOf(String stack) {
    if (PythonStack.looksLike(stack)) {
      return python;
    }
    if (GoStack.looksLike(stack)) {
      return go;
    }
    if (JavaStack.looksLike(stack)) {
      return java;
    }
    return NodeStack.looksLike(stack) ? node : plain;
  }
}
