package io.spanmill.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON read in the plainest way, after <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC
 * 8259</a> and nothing else. A text is a String, a number one of {@link Digits}; an object is its
 * members in their order, be their names the same.
 */
final class JsonText {
  /** As deep as the parser that we use goes. */
  private static final int MAX_DEPTH = 1000;

  /** A number as it is spelled. */
  record Digits(String text) {}

  /** A name, and what stands behind it. */
  record Member(String name, @Nullable Object value) {}

  /** What begins with a brace. */
  record Members(List<Member> all) {}

  /** This is no JSON. */
  static final class NoJson extends Exception {
    private static final long serialVersionUID = 1L;

    NoJson() {
      super("no JSON", null, false, false);
    }
  }

  private final String text;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  static @Nullable Object read(byte[] utf8) throws NoJson {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonText json = new JsonText(text.startsWith("\ufeff") ? text.substring(1) : text);
      Object value = json.value();
      json.blanks();
      json.require(json.at == json.text.length());
      return value;
    } catch (CharacterCodingException noText) {
      throw new NoJson();
    }
  }

  private @Nullable Object value() throws NoJson {
    blanks();
    return switch (peek()) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> digits();
    };
  }

  private Members members() throws NoJson {
    List<Member> members = new ArrayList<>();
    begin();
    while (!skip('}')) {
      require(members.isEmpty() || skip(','));
      blanks();
      String name = string();
      require(skip(':'));
      members.add(new Member(name, value()));
    }
    depth--;
    return new Members(members);
  }

  private List<@Nullable Object> elements() throws NoJson {
    List<@Nullable Object> elements = new ArrayList<>();
    begin();
    while (!skip(']')) {
      require(elements.isEmpty() || skip(','));
      elements.add(value());
    }
    depth--;
    return elements;
  }

  private void begin() throws NoJson {
    at++;
    require(++depth <= MAX_DEPTH);
  }

  private String string() throws NoJson {
    require(peek() == '"');
    StringBuilder string = new StringBuilder();
    for (at++; peek() != '"'; ) {
      char character = text.charAt(at++);
      require(character >= ' ');
      string.append(character == '\\' ? escaped() : character);
    }
    at++;
    return string.toString();
  }

  private char escaped() throws NoJson {
    char letter = peek();
    at++;
    int known = "\"\\/bfnrt".indexOf(letter);
    if (known >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(known);
    }
    require(letter == 'u' && at + 4 <= text.length());
    String hex = text.substring(at, at + 4);
    require(hex.matches("[0-9a-fA-F]{4}"));
    at += 4;
    return (char) Integer.parseInt(hex, 16);
  }

  private Digits digits() throws NoJson {
    int from = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    require(digits.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?"));
    return new Digits(digits);
  }

  private @Nullable Object word(String word, @Nullable Object value) throws NoJson {
    require(text.startsWith(word, at));
    at += word.length();
    return value;
  }

  private boolean skip(char expected) throws NoJson {
    blanks();
    boolean found = peek() == expected;
    at += found ? 1 : 0;
    return found;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws NoJson {
    require(at < text.length());
    return text.charAt(at);
  }

  private void require(boolean condition) throws NoJson {
    if (!condition) {
      throw new NoJson();
    }
  }
}
