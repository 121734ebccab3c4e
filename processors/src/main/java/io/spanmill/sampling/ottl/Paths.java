package io.spanmill.sampling.ottl;

import io.spanmill.otlp.AttributeKey;
import io.spanmill.sampling.ottl.OttlExpression.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * What a condition can ask for, by name.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><td>of the span</td><td>the {@link SpanField}s, {@code attributes["…"]}, {@code
 * trace_state["…"]}</td></tr>
 * <tr><td>of its event</td><td>the {@link EventField}s, {@code attributes["…"]}</td></tr>
 * <tr><td>of its resource</td><td>{@code resource.attributes["…"]}</td></tr>
 * <tr><td>of its scope</td><td>{@code instrumentation_scope.name}, {@code .version}, {@code
 * .attributes["…"]}, or {@code scope.…}</td></tr>
 * </table>
 *
 * <p>A condition about a span may write {@code span.} before its paths. One about an event may
 * write {@code spanevent.}, and must write {@code span.} before those of the span.
 */
final class Paths {
  private static final String ATTRIBUTES = "attributes";

  private final Context context;
  private boolean dependOnRandomness;

  Paths(Context context) {
    this.context = context;
  }

  /** Whether any of those asked for has to do with what samplers decide by. */
  boolean dependOnRandomness() {
    return dependOnRandomness;
  }

  /** Reads what a path leads to. */
  Operand operand(int column, String path, List<Token> keys) {
    if (path.startsWith("resource.")) {
      return ofResource(new Asked(column, path, path.substring("resource.".length()), keys));
    }
    for (String scope : List.of("instrumentation_scope.", "scope.")) {
      if (path.startsWith(scope)) {
        return ofScope(new Asked(column, path, path.substring(scope.length()), keys));
      }
    }
    boolean span = path.startsWith("span.");
    if (span || context == Context.SPAN) {
      return ofSpan(new Asked(column, path, span ? path.substring("span.".length()) : path, keys));
    }
    String own = path.startsWith("spanevent.") ? path.substring("spanevent.".length()) : path;
    return ofEvent(new Asked(column, path, own, keys));
  }

  private static Operand ofResource(Asked asked) {
    if (asked.field.equals(ATTRIBUTES)) {
      return attribute(AttributePath.Owner.RESOURCE, asked);
    }
    throw asked.unknown("resource.attributes[\"…\"]");
  }

  private static Operand ofScope(Asked asked) {
    return switch (asked.field) {
      case ATTRIBUTES -> attribute(AttributePath.Owner.SCOPE, asked);
      case "name" -> asked.withoutKeys(new ScopePath(false));
      case "version" -> asked.withoutKeys(new ScopePath(true));
      default -> throw asked.unknown("scope.name, scope.version, scope.attributes[\"…\"]");
    };
  }

  private Operand ofSpan(Asked asked) {
    if (asked.field.equals(ATTRIBUTES)) {
      return attribute(AttributePath.Owner.SPAN, asked);
    }
    if (asked.field.equals("trace_state")) {
      return traceState(asked);
    }
    for (SpanField field : SpanField.values()) {
      if (asked.field.equals(field.path())) {
        dependOnRandomness |= field == SpanField.TRACE_ID || field == SpanField.TRACE_ID_STRING;
        return asked.withoutKeys(new SpanPath(field));
      }
    }
    throw asked.unknown(SpanField.allowed());
  }

  private Operand traceState(Asked asked) {
    if (asked.keys.isEmpty()) {
      dependOnRandomness = true;
      return new TraceStatePath("");
    }
    if (asked.keys.size() > 1 || asked.keys.get(0).kind() != Token.Kind.STRING) {
      throw new OttlSyntaxException(asked.column, "trace_state has one key, a text");
    }
    String key = asked.keys.get(0).text();
    dependOnRandomness |= key.equals("ot");
    return new TraceStatePath(key);
  }

  private static Operand ofEvent(Asked asked) {
    if (asked.field.equals(ATTRIBUTES)) {
      return attribute(AttributePath.Owner.EVENT, asked);
    }
    for (EventField field : EventField.values()) {
      if (asked.field.equals(field.path())) {
        return asked.withoutKeys(new EventPath(field));
      }
    }
    throw asked.unknown(EventField.allowed());
  }

  private static Operand attribute(AttributePath.Owner owner, Asked asked) {
    if (asked.keys.isEmpty()) {
      throw new OttlSyntaxException(
          asked.column, "\"" + asked.path + "\" needs a key: " + asked.path + "[\"…\"]");
    }
    Token first = asked.keys.get(0);
    if (first.kind() != Token.Kind.STRING) {
      throw new OttlSyntaxException(first.column(), "the key of an attribute is a text");
    }
    List<AttributePath.Step> steps = new ArrayList<>();
    for (Token key : asked.keys.subList(1, asked.keys.size())) {
      steps.add(step(key));
    }
    return new AttributePath(owner, new AttributeKey(first.text()), steps);
  }

  private static AttributePath.Step step(Token key) {
    if (key.kind() == Token.Kind.STRING) {
      return new AttributePath.Step(new AttributeKey(key.text()), -1);
    }
    try {
      return new AttributePath.Step(null, Integer.parseInt(key.text()));
    } catch (NumberFormatException tooLarge) {
      throw new OttlSyntaxException(key.column(), key.shown() + " is too large");
    }
  }

  /**
   * A path as written.
   *
   * @param field what is left of it behind whom it belongs to
   */
  private record Asked(int column, String path, String field, List<Token> keys) {

    Operand withoutKeys(Operand operand) {
      if (keys.isEmpty()) {
        return operand;
      }
      throw new OttlSyntaxException(
          keys.get(0).column() - 1,
          "\"" + path + "\" has no keys; attributes and trace_state have");
    }

    OttlSyntaxException unknown(String allowed) {
      return new OttlSyntaxException(
          column, "\"" + path + "\" is not a path that is known; allowed: " + allowed);
    }
  }
}
