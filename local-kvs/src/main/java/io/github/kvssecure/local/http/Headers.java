package io.github.kvssecure.local.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The header fields of one message in the order they came; names are compared without case (RFC
 * 9110 section 5.1). Immutable.
 *
 * @param fields every field line, repeated names included
 */
public record Headers(List<Field> fields) {

  /**
   * One field line.
   *
   * @param name as it came
   * @param value without surrounding white space
   */
  public record Field(String name, String value) {}

  /** Copies the list. */
  public Headers {
    fields = List.copyOf(fields);
  }

  /** Returns the only value of a field; empty when the field is absent or occurs more than once. */
  public Optional<String> single(String name) {
    List<String> values = all(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** Returns all values of a field in order. */
  public List<String> all(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  /** Tells whether the field occurs at least once. */
  public boolean has(String name) {
    return fields.stream().anyMatch(f -> f.name().equalsIgnoreCase(name));
  }

  /** Returns the distinct field names in lower case. */
  public List<String> names() {
    return fields.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).distinct().toList();
  }

  /**
   * Returns these headers without the named fields, for keeping what was received without what is
   * secret.
   */
  public Headers without(List<String> names) {
    return new Headers(
        fields.stream().filter(f -> names.stream().noneMatch(f.name()::equalsIgnoreCase)).toList());
  }
}
