package io.spanmill.sampling.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OttlParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attributes[\"http.status_code\"] >= 500",
        "span.attributes[\"user\"] == nil",
        "attributes[\"a\"][\"b\"][0] == \"c\"",
        "resource.attributes[\"service.name\"] != \"shop\" and kind == SPAN_KIND_SERVER",
        "instrumentation_scope.name == \"x\" or scope.version == \"1\"",
        "scope.attributes[\"a\"] == true",
        "kind.string == \"Server\" or kind.deprecated_string == \"SPAN_KIND_SERVER\"",
        "status.code == STATUS_CODE_ERROR and status.message != \"\"",
        "not (IsMatch(name, \"health.*\") or name == \"\")",
        "not name == \"a\"",
        "true",
        "(false)",
        "(end_time - start_time) > Duration(\"500ms\")",
        "end_time_unix_nano - start_time_unix_nano > 500000000",
        "(end_time_unix_nano - start_time_unix_nano) / 1000000 >= 1.5",
        "Milliseconds(end_time - start_time) >= 500",
        "Seconds(end_time - start_time) > .5",
        "IsRootSpan()",
        "parent_span_id == SpanID(0x0000000000000000)",
        "trace_id == TraceID(\"00000000000000070000000000000009\")",
        "trace_state[\"vendor\"] == \"a\"",
        "IsMatch(target=attributes[\"url.path\"], pattern=\"^/api/v\\\\d+\")",
        "IsString(attributes[\"a\"]) and Len(attributes[\"a\"]) > 3",
        "Concat([name, \"x\", 1], \"-\") == \"a-x-1\"",
        "ContainsValue([\"a\", \"b\"], attributes[\"k\"])",
        "ContainsValue(attributes[\"list\"], 1)",
        "HasPrefix(name, \"GET\") or HasSuffix(name, \"/\")",
        "ConvertCase(name, \"lower\") == ToLowerCase(name)",
        "Int(attributes[\"a\"]) == +1 or Double(attributes[\"b\"]) < -1.5e3",
        "dropped_events_count + dropped_links_count + dropped_attributes_count > 0",
        "IsMatch(name, \"a\") == true",
        "attributes[\"raw\"] == 0xCAFE",
        "name == \"quote \\\" tab \\t unicode \\u00e9 \\x41 \\101\"",
        "1-1 == 0"
      })
  void understandsWhatPeopleWriteAboutSpans(String condition) {
    assertThat(OttlParser.span(condition)).hasToString(condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name == \"exception\"",
        "spanevent.attributes[\"exception.type\"] != nil",
        "attributes[\"exception.message\"] == \"x\" and span.kind == SPAN_KIND_SERVER",
        "span.attributes[\"a\"] == 1 and resource.attributes[\"service.name\"] == \"b\"",
        "time_unix_nano - span.start_time_unix_nano > 5",
        "time - span.start_time > Duration(\"1h2m3.5s\")",
        "dropped_attributes_count == 0",
        "scope.name == \"a\""
      })
  void understandsWhatPeopleWriteAboutEvents(String condition) {
    assertThat(OttlParser.spanEvent(condition)).hasToString(condition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                | 1  | a value is missing at the end",
        "name ==                           | 8  | a value is missing at the end",
        "name = \"a\"                      | 6  | \"=\" cannot stand here",
        "name                              | 1  | this is a value and no condition",
        "not name                          | 5  | this is a value and no condition",
        "name == \"a\" and kind            | 17 | this is a value and no condition",
        "name == \"a                       | 9  | no closing \"",
        "name == 'a'                       | 9  | texts stand between \"",
        "name == \"\\d\"                   | 10 | \\d means nothing in a text; write \\\\",
        "name == \"\\ud800\"               | 10 | no such character",
        "name == \"\\x4\"                  | 10 | cut short",
        "name == \"\\xzz\"                 | 10 | not the code of a character",
        "(name == \"a\"                    | 13 | to close the one at column 1",
        "name == \"a\")                    | 12 | \")\" cannot stand here",
        "name == \"a\" & true              | 13 | \"&\" has no meaning here",
        "name == \"a\" && true             | 13 | \"&\" has no meaning here",
        "nam == \"a\"                      | 1  | \"nam\" is not a path that is known; allowed: attributes",
        "flags == 1                        | 1  | is not a path that is known",
        "resource.name == \"a\"            | 1  | allowed: resource.attributes",
        "scope.id == 1                     | 1  | allowed: scope.name",
        "attributes == nil                 | 1  | needs a key: attributes[",
        "attributes[0] == nil              | 12 | the key of an attribute is a text",
        "attributes[\"a\"][99999999999] == 1 | 17 | too large",
        "attributes[name] == 1             | 12 | a key must be a text or a whole number",
        "name[\"a\"] == 1                  | 5  | has no keys",
        "trace_state[\"a\"][\"b\"] == \"\" | 1  | one key",
        "attributes[\"a\"].b == 1          | 16 | nothing can follow a key",
        "kind == SPAN_KIND_SERVANT         | 9  | is not known; allowed: SPAN_KIND_CLIENT",
        "isMatch(name, \"a\")              | 1  | functions begin with a capital letter",
        "Matches(name, \"a\")              | 1  | is not a function here; allowed: Concat",
        "IsMatch(name)                     | 1  | IsMatch wants 2 arguments (target, pattern), not 1",
        "IsMatch(name, name)               | 15 | a text here that is written out",
        "IsMatch(name, \"(\")              | 15 | not a regular expression",
        "IsMatch(name, \"(?=a)\")          | 15 | not a regular expression",
        "IsMatch(name, text=\"a\")         | 20 | no parameter is named \"text\"",
        "IsMatch(name, target=name)        | 1  | one argument twice",
        "Duration(\"5 minutes\") > Duration(\"1s\") | 10 | is not a duration",
        "Duration(name) > Duration(\"1s\") | 10 | written out",
        "Split(name, \",\")[0] == \"a\"    | 1  | is not a function here",
        "Concat(name, \"\") == \"a\"       | 8  | wants a list here",
        "Len([1]) == 1                     | 5  | wants a value here, not a list",
        "[1] == [1]                        | 1  | a list can only stand in",
        "SpanID(0x00) == span_id           | 8  | an id of 16 hexadecimal digits",
        "name == 0xabc                     | 9  | odd number",
        "99999999999999999999 == 1         | 1  | too large",
        "(name == \"a\") == true           | 1  | a condition and has no value",
        "name == \"a\" == true             | 13 | \"==\" cannot stand here",
        "not not true                      | 5  | expected a value, but found \"not\"",
        "set(name, \"a\") where true       | 1  | functions begin with a capital letter",
        "name == \"a\" where true          | 13 | \"where\" cannot stand here",
        "attributes[\"a\"] == {}           | 20 | \"{\" has no meaning here",
        "IsMatch(name == \"a\", \"b\")     | 14 | expected",
        "name == - name                    | 9  | expected a value",
        "span.name. == \"a\"               | 12 | expected a name after the dot",
      })
  void refusesTheRestWithItsColumn(String condition, int column, String problem) {
    assertThatThrownBy(() -> OttlParser.span(condition))
        .isInstanceOf(OttlSyntaxException.class)
        .hasMessageStartingWith("column " + column + ": ")
        .hasMessageContaining(problem);
  }

  @Test
  void eventsHaveOtherPathsThanSpans() {
    assertThatThrownBy(() -> OttlParser.spanEvent("kind == 1"))
        .hasMessageStartingWith("column 1: \"kind\" is not a path that is known; allowed:");
    assertThatThrownBy(() -> OttlParser.spanEvent("IsRootSpan()"))
        .hasMessageStartingWith("column 1: IsRootSpan is for conditions about spans");
    assertThatThrownBy(() -> OttlParser.span("time_unix_nano > 1"))
        .hasMessageStartingWith("column 1: \"time_unix_nano\" is not a path");
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    assertThatThrownBy(() -> OttlParser.span("(".repeat(100_000)))
        .isInstanceOf(OttlSyntaxException.class)
        .hasMessageContaining("too deeply");
    assertThatThrownBy(() -> OttlParser.span("1" + "+1".repeat(100_000) + " == 2"))
        .isInstanceOf(OttlSyntaxException.class)
        .hasMessageContaining("too long");
    assertThat(OttlParser.span("true" + " or true".repeat(10_000))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trace_id.string == \"0\"             | true",
        "span.trace_id == TraceID(\"00000000000000070000000000000009\") | true",
        "IsMatch(trace_state, \"x\")          | true",
        "name == \"a\" or trace_state[\"ot\"] == \"th:8\" | true",
        "trace_state[\"vendor\"] == \"ot\"    | false",
        "span_id.string == \"trace_id\"       | false",
      })
  void knowsWhatDependsOnTheRandomness(String condition, boolean depends) {
    assertThat(OttlParser.span(condition).dependsOnRandomness()).isEqualTo(depends);
  }

  @Test
  void equalTextsAboutTheSameThingAreEqual() {
    OttlExpression span = OttlParser.span("name == \"a\"");
    assertThat(span).isEqualTo(span.copy()).hasSameHashCodeAs(span.copy());
    assertThat(span).isNotEqualTo(OttlParser.spanEvent("name == \"a\""));
    assertThat(span.ofEvents()).isFalse();
    assertThat(OttlParser.spanEvent("name == \"a\"").copy().ofEvents()).isTrue();
  }
}
