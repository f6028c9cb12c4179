package io.github.kvssecure.internal.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one JSON object (RFC 8259) whose values are strings, numbers and literals; nested values
 * and duplicate names are refused. Not thread-safe; used for one object.
 */
public final class FlatJson {

  /** What a value is. */
  public enum Kind {
    /** A string, its escapes resolved. */
    STRING,
    /** A number, its text as it came. */
    NUMBER,
    /** {@code true}, {@code false} or {@code null}. */
    LITERAL
  }

  /**
   * One value.
   *
   * @param kind what it is
   * @param text its text
   */
  public record Value(Kind kind, String text) {}

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  /**
   * The members of an object.
   *
   * @param object UTF-8, from the opening to the closing brace; consumed
   * @return its members in order
   * @throws MalformedResponseException if it is no flat JSON object, or names a member twice
   */
  public static Map<String, Value> parse(ByteBuffer object) throws MalformedResponseException {
    try {
      return new FlatJson(StandardCharsets.UTF_8.newDecoder().decode(object).toString()).members();
    } catch (CharacterCodingException e) {
      throw malformed("is not UTF-8");
    }
  }

  /**
   * The members of an object that is the value of a member of another one, as in {@code
   * {"credentials": {...}}}.
   *
   * @param object UTF-8, the outer object alone
   * @param name of the member whose value is the inner object; it must come first
   * @return the inner object's members in order
   * @throws MalformedResponseException if the objects have another shape, or name a member twice;
   *     quotes nothing
   */
  public static Map<String, Value> parseInner(byte[] object, String name)
      throws MalformedResponseException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(object)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("is not UTF-8");
    }
    FlatJson outer = new FlatJson(text);
    outer.expect('{');
    outer.skipSpace();
    if (!outer.string().equals(name)) {
      throw malformed("does not begin with the member " + name);
    }
    outer.expect(':');
    Map<String, Value> inner = outer.innerMembers();
    outer.expect('}');
    outer.requireEnd();
    return inner;
  }

  private Map<String, Value> members() throws MalformedResponseException {
    Map<String, Value> members = innerMembers();
    requireEnd();
    return members;
  }

  private void requireEnd() throws MalformedResponseException {
    skipSpace();
    if (at < text.length()) {
      throw malformed("goes on after its end");
    }
  }

  private Map<String, Value> innerMembers() throws MalformedResponseException {
    Map<String, Value> members = new LinkedHashMap<>();
    expect('{');
    if (peek() == '}') {
      at++;
    } else {
      char separator;
      do {
        skipSpace();
        String name = string();
        expect(':');
        if (members.put(name, value()) != null) {
          throw malformed("names a member twice");
        }
        skipSpace();
        separator = next();
        if (separator != ',' && separator != '}') {
          throw malformed("has no comma between members");
        }
      } while (separator == ',');
    }
    return members;
  }

  private Value value() throws MalformedResponseException {
    char first = peek();
    if (first == '"') {
      return new Value(Kind.STRING, string());
    }
    if (first == '{' || first == '[') {
      throw malformed("has a nested value");
    }
    int start = at;
    while (at < text.length() && ",} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String token = text.substring(start, at);
    if (token.equals("true") || token.equals("false") || token.equals("null")) {
      return new Value(Kind.LITERAL, token);
    }
    if (!NUMBER.matcher(token).matches()) {
      throw malformed("has a value that is no string, number or literal");
    }
    return new Value(Kind.NUMBER, token);
  }

  private String string() throws MalformedResponseException {
    if (next() != '"') {
      throw malformed("has a name that is no string");
    }
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw malformed("has a control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws MalformedResponseException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed("has an unknown escape");
    };
  }

  private char unicode() throws MalformedResponseException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed("has a broken escape");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private void expect(char wanted) throws MalformedResponseException {
    skipSpace();
    if (next() != wanted) {
      throw malformed("has no '" + wanted + "' where one belongs");
    }
  }

  private char peek() throws MalformedResponseException {
    skipSpace();
    if (at == text.length()) {
      throw malformed("ends too early");
    }
    return text.charAt(at);
  }

  private char next() throws MalformedResponseException {
    if (at == text.length()) {
      throw malformed("ends too early");
    }
    return text.charAt(at++);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private static MalformedResponseException malformed(String how) {
    return new MalformedResponseException("a JSON object of the response " + how);
  }
}
