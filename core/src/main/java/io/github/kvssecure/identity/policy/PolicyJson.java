package io.github.kvssecure.identity.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) as policies use it: objects become maps, arrays lists, and every string,
 * number and literal its text. Strict: a member that is named twice is refused, because readers
 * differ about which one counts. Not thread-safe; used for one text.
 */
final class PolicyJson {

  /** No policy of IAM is near this: managed policies have at most 6,144 characters. */
  private static final int MAX_LENGTH = 128 * 1024;

  private static final int MAX_DEPTH = 20;

  private final String text;
  private int at;
  private int depth;

  private PolicyJson(String text) {
    this.text = text;
  }

  /**
   * The value of a whole text.
   *
   * @throws IllegalArgumentException if it is no JSON; says where
   */
  static Object read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a policy document has at most " + MAX_LENGTH + " characters here");
    }
    PolicyJson json = new PolicyJson(text);
    Object value = json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.broken("goes on after its end");
    }
    return value;
  }

  private Object value() {
    if (++depth > MAX_DEPTH) {
      throw broken("is nested too deeply");
    }
    char first = peek();
    Object value =
        switch (first) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> string();
          default -> scalar();
        };
    depth--;
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (peek() == '}') {
      at++;
      return members;
    }
    do {
      if (peek() != '"') {
        throw broken("has a name that is no string");
      }
      String name = string();
      if (peek() != ':') {
        throw broken("has no colon after \"" + name + "\"");
      }
      at++;
      if (members.put(name, value()) != null) {
        throw broken("names \"" + name + "\" twice");
      }
    } while (another('}'));
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    at++;
    if (peek() == ']') {
      at++;
      return items;
    }
    do {
      items.add(value());
    } while (another(']'));
    return items;
  }

  private boolean another(char end) {
    char next = peek();
    if (next != ',' && next != end) {
      throw broken("has neither a comma nor '" + end + "' after a value");
    }
    at++;
    return next == ',';
  }

  private String scalar() {
    int start = at;
    while (at < text.length() && "{}[],:\" \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String token = text.substring(start, at);
    if (!token.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw broken("has a value that is none");
    }
    return token;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw broken("has a control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw broken("ends within a string");
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        String hex = at + 4 <= text.length() ? text.substring(at, at + 4) : "";
        if (!hex.matches("[0-9a-fA-F]{4}")) {
          throw broken("has a broken escape");
        }
        at += 4;
        yield (char) Integer.parseInt(hex, 16);
      }
      default -> throw broken("has an unknown escape");
    };
  }

  private char peek() {
    skipSpace();
    if (at == text.length()) {
      throw broken("ends too early");
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException broken(String how) {
    return new IllegalArgumentException("the policy document " + how + " (character " + at + ")");
  }
}
