package io.spanmill.sampling.ottl;

import io.spanmill.otlp.ScopeView;
import io.spanmill.wire.MalformedBytesException;

/** Reads the name or the version of the scope. */
final class ScopePath implements Operand {
  private final boolean version;

  ScopePath(boolean version) {
    this.version = version;
  }

  @Override
  public void read(Subject subject, Value into) throws Unevaluable {
    try {
      ScopeView scope = subject.scope();
      if (version) {
        into.text(scope.bytes(), scope.versionFrom(), scope.versionTo());
      } else {
        into.text(scope.bytes(), scope.nameFrom(), scope.nameTo());
      }
    } catch (MalformedBytesException unreadable) {
      throw Unevaluable.HERE;
    }
  }
}
