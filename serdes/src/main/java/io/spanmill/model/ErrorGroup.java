package io.spanmill.model;

import java.util.Comparator;
import java.util.List;

/**
 * What is the same in all errors of a group, or was so in the first of them.
 *
 * @param type of the exception, or what the span says instead: {@code HTTP 502}, {@code gRPC
 *     UNAVAILABLE}, {@code ERROR}
 * @param messageTemplate the message without what differs from error to error
 * @param service where it arose
 * @param spanName of the span in which it arose
 * @param language as the SDK calls it; empty where it says nothing
 * @param stack lines, innermost first, the application's before those of frameworks
 */
public record ErrorGroup(
    String type,
    String messageTemplate,
    String service,
    String spanName,
    String language,
    List<String> stack)
    implements Comparable<ErrorGroup> {

  /** That of an overflow, which is no group at all. */
  public static final ErrorGroup NONE = new ErrorGroup("", "", "", "", "", List.of());

  private static final Comparator<ErrorGroup> ORDER =
      Comparator.comparing(ErrorGroup::spanName)
          .thenComparing(ErrorGroup::type)
          .thenComparing(ErrorGroup::messageTemplate)
          .thenComparing(ErrorGroup::service)
          .thenComparing(ErrorGroup::language)
          .thenComparing(group -> String.join("\n", group.stack()));

  public ErrorGroup {
    stack = List.copyOf(stack);
  }

  @Override
  public int compareTo(ErrorGroup other) {
    return ORDER.compare(this, other);
  }
}
