package io.spanmill.sampling.ottl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.trace.TraceView;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OttlExpressionTest {
  private static final TraceView TRACE = trace(span());

  private static Span.Builder span() {
    return Span.newBuilder()
        .setTraceId(id("00000000000000070000000000000009"))
        .setSpanId(id("00000000000000ab"))
        .setParentSpanId(id("00000000000000cd"))
        .setTraceState("vendor=a , ot=th:8;rv:00000000000001")
        .setName("GET /users/42")
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .setStartTimeUnixNano(1_000_000_000L)
        .setEndTimeUnixNano(1_750_000_000L)
        .setDroppedAttributesCount(3)
        .setDroppedEventsCount(4)
        .setDroppedLinksCount(5)
        .setStatus(
            Status.newBuilder()
                .setMessage("took too long")
                .setCode(Status.StatusCode.STATUS_CODE_ERROR))
        .addAttributes(entry("text", text("seven")))
        .addAttributes(entry("umlaut", text("grün")))
        .addAttributes(entry("int", number(7)))
        .addAttributes(entry("double", AnyValue.newBuilder().setDoubleValue(7.5)))
        .addAttributes(entry("whole", AnyValue.newBuilder().setDoubleValue(7)))
        .addAttributes(entry("huge", AnyValue.newBuilder().setDoubleValue(1e21)))
        .addAttributes(entry("nan", AnyValue.newBuilder().setDoubleValue(Double.NaN)))
        .addAttributes(entry("yes", AnyValue.newBuilder().setBoolValue(true)))
        .addAttributes(
            entry("raw", AnyValue.newBuilder().setBytesValue(ByteString.fromHex("cafe"))))
        .addAttributes(entry("empty", AnyValue.newBuilder()))
        .addAttributes(entry("list", list(text("a"), number(2))))
        .addAttributes(entry("map", map(entry("inner", list(number(1), text("deep"))))))
        .addEvents(
            Span.Event.newBuilder()
                .setName("log")
                .setTimeUnixNano(1_200_000_000L)
                .addAttributes(entry("level", text("info"))))
        .addEvents(
            Span.Event.newBuilder()
                .setName("exception")
                .setTimeUnixNano(1_500_000_000L)
                .setDroppedAttributesCount(2)
                .addAttributes(entry("exception.type", text("TimeoutError"))));
  }

  private static TraceView trace(Span.Builder span) {
    InstrumentationScope.Builder scope =
        InstrumentationScope.newBuilder()
            .setName("lib")
            .setVersion("1.2")
            .addAttributes(entry("s", text("t")));
    Resource.Builder resource =
        Resource.newBuilder().addAttributes(entry("service.name", text("shop")));
    return new OpenTrace(0)
        .add(
            TracesData.newBuilder()
                .addResourceSpans(
                    ResourceSpans.newBuilder()
                        .setResource(resource)
                        .addScopeSpans(ScopeSpans.newBuilder().setScope(scope).addSpans(span)))
                .build())
        .view();
  }

  private static ByteString id(String hex) {
    return ByteString.fromHex(hex);
  }

  private static KeyValue.Builder entry(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value);
  }

  private static AnyValue.Builder text(String text) {
    return AnyValue.newBuilder().setStringValue(text);
  }

  private static AnyValue.Builder number(long number) {
    return AnyValue.newBuilder().setIntValue(number);
  }

  private static AnyValue.Builder list(AnyValue.Builder... values) {
    ArrayValue.Builder list = ArrayValue.newBuilder();
    for (AnyValue.Builder value : values) {
      list.addValues(value);
    }
    return AnyValue.newBuilder().setArrayValue(list);
  }

  private static AnyValue.Builder map(KeyValue.Builder... entries) {
    KeyValueList.Builder map = KeyValueList.newBuilder();
    for (KeyValue.Builder entry : entries) {
      map.addValues(entry);
    }
    return AnyValue.newBuilder().setKvlistValue(map);
  }

  private static boolean matches(OttlExpression expression, TraceView trace) {
    return expression.matches(trace.span(0), trace.origin(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name == \"GET /users/42\"",
        "kind == SPAN_KIND_SERVER and kind == 2",
        "kind.string == \"Server\" and kind.deprecated_string == \"SPAN_KIND_SERVER\"",
        "status.code == STATUS_CODE_ERROR and status.message == \"took too long\"",
        "trace_id.string == \"00000000000000070000000000000009\"",
        "trace_id == TraceID(0x00000000000000070000000000000009)",
        "span_id.string == \"00000000000000ab\" and span_id == SpanID(\"00000000000000AB\")",
        "parent_span_id.string == \"00000000000000cd\"",
        "parent_span_id != SpanID(0x0000000000000000) and not IsRootSpan()",
        "trace_state[\"vendor\"] == \"a\" and trace_state[\"none\"] == \"\"",
        "trace_state[\"ot\"] == \"th:8;rv:00000000000001\"",
        "HasPrefix(trace_state, \"vendor=a\")",
        "start_time_unix_nano == 1000000000 and end_time_unix_nano == 1750000000",
        "dropped_attributes_count == 3 and dropped_events_count == 4",
        "dropped_links_count == 5",
        "resource.attributes[\"service.name\"] == \"shop\"",
        "scope.name == \"lib\" and instrumentation_scope.version == \"1.2\"",
        "scope.attributes[\"s\"] == \"t\""
      })
  void readsTheFieldsOfASpan(String condition) {
    assertThat(matches(OttlParser.span(condition), TRACE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(end_time - start_time) > Duration(\"500ms\")",
        "end_time - start_time == Duration(\"0.75s\")",
        "end_time_unix_nano - start_time_unix_nano > 500000000",
        "(end_time_unix_nano - start_time_unix_nano) / 1000000 == 750",
        "start_time + Duration(\"750ms\") == end_time",
        "Duration(\"1s\") + start_time > end_time",
        "end_time - Duration(\"1s\") < start_time",
        "Milliseconds(end_time - start_time) == 750",
        "Microseconds(end_time - start_time) == 750000",
        "Nanoseconds(end_time - start_time) == 750000000",
        "Seconds(end_time - start_time) == 0.75",
        "Minutes(Duration(\"90s\")) == 1.5 and Hours(Duration(\"30m\")) == .5",
        "UnixMilli(end_time) == 1750 and Unix(end_time) == 1",
        "1 + 2 * 3 == 7 and (1 + 2) * 3 == 9",
        "7 / 2 == 3 and 7.0 / 2.0 == 3.5 and 7 - 2 - 1 == 4"
      })
  void calculatesWithNumbersAndTimes(String condition) {
    assertThat(matches(OttlParser.span(condition), TRACE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attributes[\"int\"] == 7 and attributes[\"int\"] == 7.0 and attributes[\"int\"] < 7.5",
        "attributes[\"double\"] > 7 and attributes[\"whole\"] == 7",
        "attributes[\"text\"] != 7 and attributes[\"text\"] == \"seven\"",
        "not attributes[\"text\"] < 7 and not attributes[\"text\"] >= 7",
        "\"a\" < \"b\" and \"Z\" < \"a\" and \"\" <= \"\" and \"grün\" > \"gru\"",
        "attributes[\"absent\"] == nil and attributes[\"text\"] != nil",
        "attributes[\"absent\"] != \"seven\" and attributes[\"absent\"] != 7",
        "not attributes[\"absent\"] > 7 and not attributes[\"absent\"] < 7",
        "nil == nil and nil <= nil and nil >= nil and not nil < nil",
        "attributes[\"empty\"] == nil",
        "attributes[\"nan\"] != attributes[\"nan\"] and not attributes[\"nan\"] <= 1.0",
        "not attributes[\"nan\"] > 1.0 and not attributes[\"nan\"] >= 1.0",
        "attributes[\"yes\"] == true and attributes[\"yes\"] > false and attributes[\"yes\"] != 1",
        "attributes[\"raw\"] == 0xcafe and attributes[\"raw\"] < 0xcaff",
        "attributes[\"list\"] == attributes[\"list\"] and attributes[\"list\"] != nil",
        "not attributes[\"list\"] < attributes[\"map\"]",
        "trace_id != 0x00000000000000070000000000000009",
        "start_time != 1000000000"
      })
  void comparesByTheRules(String condition) {
    assertThat(matches(OttlParser.span(condition), TRACE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IsMatch(name, \"users\") and not IsMatch(name, \"^users\")",
        "IsMatch(name, \"^GET /users/\\\\d+$\")",
        "IsMatch(attributes[\"umlaut\"], \"^gr.n$\")",
        "IsMatch(attributes[\"int\"], \"^7$\") and IsMatch(-120, \"^-120$\")",
        "IsMatch(attributes[\"whole\"], \"^7$\") and IsMatch(attributes[\"double\"], \"^7\\\\.5$\")",
        "String(attributes[\"huge\"]) == \"1e+21\" and String(0.00000015) == \"1.5e-7\"",
        "IsMatch(attributes[\"yes\"], \"true\") and IsMatch(attributes[\"raw\"], \"^cafe$\")",
        "not IsMatch(attributes[\"absent\"], \".*\")",
        "IsString(name) and IsInt(attributes[\"int\"]) and IsDouble(attributes[\"double\"])",
        "IsBool(attributes[\"yes\"]) and IsMap(attributes[\"map\"]) and IsList(attributes[\"list\"])",
        "not IsString(attributes[\"absent\"]) and not IsInt(attributes[\"double\"])",
        "HasPrefix(name, \"GET\") and HasSuffix(name, \"42\") and not HasPrefix(\"a\", \"ab\")",
        "Len(attributes[\"umlaut\"]) == 5 and Len(attributes[\"list\"]) == 2",
        "Len(attributes[\"map\"]) == 1",
        "Concat([kind.string, attributes[\"int\"], attributes[\"absent\"]], \"-\") =="
            + " \"Server-7-<nil>\"",
        "ContainsValue([\"a\", \"seven\"], attributes[\"text\"])",
        "not ContainsValue([\"a\"], attributes[\"absent\"])",
        "ContainsValue(attributes[\"list\"], \"a\") and ContainsValue(attributes[\"list\"], 2.0)",
        "not ContainsValue(attributes[\"list\"], \"b\")",
        "attributes[\"map\"][\"inner\"][1] == \"deep\" and attributes[\"map\"][\"x\"] == nil",
        "Int(\"12\") == 12 and Int(attributes[\"double\"]) == 7 and Int(\"x\") == nil",
        "Int(attributes[\"yes\"]) == 1 and Int(nil) == nil",
        "Double(\"1.5\") == 1.5 and Double(attributes[\"int\"]) == 7.0 and Double(\"x\") == nil",
        "ToUpperCase(attributes[\"umlaut\"]) == \"GRÜN\" and ToLowerCase(name) == \"get /users/42\"",
        "ConvertCase(\"aZ\", \"upper\") == \"AZ\"",
        "String(nil) == nil and String(false) == \"false\" and String(-9223372036854775808) =="
            + " \"-9223372036854775808\"",
        "IsMatch(name, \"a\") == false",
        "name == \"GET\\x20/users\\u002f4\\062\""
      })
  void knowsTheFunctions(String condition) {
    assertThat(matches(OttlParser.span(condition), TRACE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attributes[\"text\"] - 1 == 6",
        "not attributes[\"text\"] - 1 == 6",
        "attributes[\"int\"] + 1.5 == 8.5",
        "1 / 0 == 1 or true",
        "not 1.0 / 0.0 == 1.0",
        "end_time + start_time != nil",
        "end_time * 2 != nil",
        "Len(attributes[\"absent\"]) != 1",
        "HasPrefix(attributes[\"int\"], \"7\")",
        "not HasPrefix(attributes[\"absent\"], \"7\")",
        "attributes[\"text\"][\"a\"] == nil",
        "attributes[\"list\"][2] == nil",
        "attributes[\"list\"][\"a\"] == nil",
        "attributes[\"map\"][0] == nil",
        "not ContainsValue(attributes[\"text\"], \"a\")",
        "not IsMatch(attributes[\"map\"], \"a\")",
        "not IsMatch(attributes[\"nan\"], \"a\")",
        "Milliseconds(end_time) != nil"
      })
  void whereThereIsNoAnswerItDoesNotMatch(String condition) {
    assertThat(matches(OttlParser.span(condition), TRACE)).isFalse();
  }

  @Test
  void andAndOrAskOnlyAsFarAsTheyMust() {
    assertThat(matches(OttlParser.span("true or 1 / 0 == 1"), TRACE)).isTrue();
    assertThat(matches(OttlParser.span("not (false and 1 / 0 == 1)"), TRACE)).isTrue();
  }

  @Test
  void notBindsTighterThanAndAndAndTighterThanOr() {
    assertThat(matches(OttlParser.span("true or false and false"), TRACE)).isTrue();
    assertThat(matches(OttlParser.span("(true or false) and false"), TRACE)).isFalse();
    assertThat(matches(OttlParser.span("not false or true and false"), TRACE)).isTrue();
    assertThat(matches(OttlParser.span("not (false or true)"), TRACE)).isFalse();
  }

  @Test
  void anyEventOfTheSpanIsEnough() {
    assertThat(eventMatches("name == \"exception\"")).isTrue();
    assertThat(eventMatches("name == \"log\" and attributes[\"level\"] == \"info\"")).isTrue();
    assertThat(eventMatches("name == \"log\" and attributes[\"exception.type\"] != nil")).isFalse();
    assertThat(eventMatches("spanevent.name != \"log\" and span.name != \"log\"")).isTrue();
    assertThat(eventMatches("time_unix_nano - span.start_time_unix_nano == 500000000")).isTrue();
    assertThat(eventMatches("time - span.start_time > Duration(\"400ms\")")).isTrue();
    assertThat(eventMatches("dropped_attributes_count == 2")).isTrue();
    assertThat(eventMatches("resource.attributes[\"service.name\"] == \"shop\"")).isTrue();
    assertThat(matches(OttlParser.spanEvent("true"), trace(span().clearEvents()))).isFalse();
  }

  private static boolean eventMatches(String condition) {
    return matches(OttlParser.spanEvent(condition), TRACE);
  }

  @Test
  void anEventWithoutAnAnswerDoesNotHideTheNext() {
    assertThat(eventMatches("HasPrefix(attributes[\"exception.type\"], \"Timeout\")")).isTrue();
  }

  @Test
  void aRootHasNoParent() {
    OttlExpression root = OttlParser.span("IsRootSpan()");
    assertThat(matches(root, trace(span().clearParentSpanId()))).isTrue();
    assertThat(matches(root, TRACE)).isFalse();
    assertThat(matches(OttlParser.span("parent_span_id.string == \"\""), TRACE)).isFalse();
  }

  @Test
  void whatASpanLacksIsEmptyOrZero() {
    TraceView bare = trace(span().clearStatus().clearDroppedEventsCount().clearTraceState());
    assertThat(matches(OttlParser.span("status.message == \"\" and status.code == 0"), bare))
        .isTrue();
    assertThat(matches(OttlParser.span("dropped_events_count == 0"), bare)).isTrue();
    assertThat(matches(OttlParser.span("trace_state == \"\" and trace_state[\"a\"] == \"\""), bare))
        .isTrue();
    assertThat(
            matches(
                OttlParser.span("trace_state[\"a\"] == nil"), trace(span().setTraceState("=a"))))
        .isTrue();
  }

  @Test
  void noTextIsTooLong() {
    TraceView trace = trace(span().setStatus(Status.newBuilder().setMessage("a".repeat(200_000))));
    assertThat(matches(OttlParser.span("IsMatch(status.message, \"^(a|b)*$\")"), trace)).isTrue();
    assertThat(matches(OttlParser.span("IsMatch(status.message, \"^a*$\")"), trace)).isTrue();
  }

  @Test
  void nothingIsMadeForEachSpan() {
    OttlExpression expression =
        OttlParser.span(
            "(IsMatch(name, \"^POST\") or Concat([kind.string, attributes[\"int\"]], \"-\") == \"x\")"
                + " and attributes[\"map\"][\"inner\"][0] == 1"
                + " or resource.attributes[\"service.name\"] == \"bank\""
                + " or (end_time - start_time) > Duration(\"1s\")"
                + " or trace_id.string == \"0\" or scope.name == \"x\""
                + " or attributes[\"text\"] - 1 == 0");
    OttlExpression ofEvents = OttlParser.spanEvent("attributes[\"level\"] == \"debug\"");
    ask(expression, ofEvents, 1_000);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    ask(expression, ofEvents, 10_000);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void ask(OttlExpression expression, OttlExpression ofEvents, int times) {
    SpanView span = TRACE.span(0);
    Origin origin = TRACE.origin(0);
    for (int i = 0; i < times; i++) {
      if (expression.matches(span, origin) || ofEvents.matches(span, origin)) {
        throw new AssertionError("it should not match");
      }
    }
  }
}
