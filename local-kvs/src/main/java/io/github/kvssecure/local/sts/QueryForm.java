package io.github.kvssecure.local.sts;

import io.github.kvssecure.local.http.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The fields of a query protocol request, which is an HTML form. Immutable. */
public final class QueryForm {
  private final Map<String, String> fields;

  private QueryForm(Map<String, String> fields) {
    this.fields = Map.copyOf(fields);
  }

  /**
   * Parses a body; a field that is repeated or cannot be decoded makes the form empty, hence
   * without an Action.
   */
  public static QueryForm parse(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name =
            URLDecoder.decode(
                equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        String value =
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        if (fields.put(name, value) != null) {
          return new QueryForm(Map.of());
        }
      }
    } catch (IllegalArgumentException e) {
      return new QueryForm(Map.of());
    }
    return new QueryForm(fields);
  }

  /** Returns the operation asked for; empty text when there is none. */
  public String action() {
    return fields.getOrDefault("Action", "");
  }

  /** Returns the names of all fields, in order of the alphabet. */
  SortedSet<String> names() {
    return new TreeSet<>(fields.keySet());
  }

  /** Returns a field. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /**
   * Returns a field that must be there.
   *
   * @throws ServiceException {@code ValidationError} when it is absent
   */
  String require(String name) throws ServiceException {
    String value = fields.get(name);
    if (value == null) {
      throw new ServiceException(
          400, "ValidationError", "Value null at '" + name + "' must not be null");
    }
    return value;
  }

  @Override
  public String toString() {
    return "QueryForm[" + action() + "]";
  }
}
