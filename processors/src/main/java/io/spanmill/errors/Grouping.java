package io.spanmill.errors;

import io.spanmill.model.ErrorGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says to which group an error belongs. Not thread-safe. */
final class Grouping {
  /** So many stacks, of {@link #LONGEST_KEPT} characters at most, are known by heart. */
  private static final int STACKS = 256;

  private static final int LONGEST_KEPT = 16 * 1024;
  private static final int GROUPS = 512;

  /** A shorter message may stand in a stack by chance. */
  private static final int SHORTEST_MESSAGE = 12;

  private final StackForms forms;
  private final Fingerprint fingerprints = new Fingerprint();
  private final Recent<StackKey, NormalStack> stacks = new Recent<>(STACKS);
  private final Recent<GroupKey, Group> groups = new Recent<>(GROUPS);

  /**
   * @param applicationFrames see {@link ErrorsConfig}
   */
  Grouping(List<String> applicationFrames) {
    forms = new StackForms(new ApplicationFrames(applicationFrames));
  }

  /** A group, and what it is found again by. */
  record Group(long fingerprint, ErrorGroup as) {}

  /** A stack without its message, in which there may be ids. */
  private record StackKey(String language, String before, String behind) {}

  /** The stack is one of those known: the same object. */
  private record GroupKey(
      String type,
      String template,
      String service,
      String spanName,
      String language,
      NormalStack stack) {}

  /**
   * @param service in which it arose
   */
  Group of(Failure failure, String service) {
    Said said = failure.said();
    String type = GeneratedNames.plain(said.type());
    String template = MessageTemplate.of(said.message());
    NormalStack stack = stack(failure.language(), said);
    GroupKey key =
        new GroupKey(type, template, service, failure.spanName(), failure.language(), stack);
    @Nullable Group known = groups.find(key);
    return known == null ? groups.put(key, group(key)) : known;
  }

  private Group group(GroupKey key) {
    long fingerprint =
        fingerprints.of(key.service(), key.type(), key.template(), key.spanName(), key.stack());
    return new Group(
        fingerprint,
        new ErrorGroup(
            key.type(),
            key.template(),
            key.service(),
            key.spanName(),
            key.language(),
            key.stack().lines()));
  }

  /** What looks like frames in a message is none of it. */
  private NormalStack stack(String language, Said said) {
    String stack = said.stack();
    if (stack.isEmpty()) {
      return NormalStack.NONE;
    }
    String message = said.message();
    int at = message.length() < SHORTEST_MESSAGE ? -1 : stack.indexOf(message);
    StackKey key =
        at < 0
            ? new StackKey(language, stack, "")
            : new StackKey(
                language, stack.substring(0, at), stack.substring(at + message.length()));
    if (stack.length() > LONGEST_KEPT) {
      return read(key);
    }
    @Nullable NormalStack known = stacks.find(key);
    return known == null ? stacks.put(key, read(key)) : known;
  }

  private NormalStack read(StackKey key) {
    return new NormalStack(forms.read(key.language(), key.before() + key.behind()));
  }
}
