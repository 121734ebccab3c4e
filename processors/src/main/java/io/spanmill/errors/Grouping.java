package io.spanmill.errors;

import io.spanmill.model.ErrorGroup;
import java.util.List;

/** Says to which group an error belongs. Not thread-safe. */
final class Grouping {
  private final StackForms forms;
  private final Fingerprint fingerprints = new Fingerprint();

  /**
   * @param applicationFrames see {@link ErrorsConfig}
   */
  Grouping(List<String> applicationFrames) {
    forms = new StackForms(new ApplicationFrames(applicationFrames));
  }

  /** A group, and what it is found again by. */
  record Group(long fingerprint, ErrorGroup as) {}

  /**
   * @param service in which it arose
   */
  Group of(Failure failure, String service) {
    Said said = failure.said();
    String type = GeneratedNames.plain(said.type());
    String template = MessageTemplate.of(said.message());
    NormalStack stack = new NormalStack(forms.read(failure.language(), said.stack()));
    long fingerprint = fingerprints.of(service, type, template, failure.spanName(), stack);
    return new Group(
        fingerprint,
        new ErrorGroup(
            type, template, service, failure.spanName(), failure.language(), stack.lines()));
  }
}
