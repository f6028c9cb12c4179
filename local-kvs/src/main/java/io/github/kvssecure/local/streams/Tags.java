package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Bounds of stream tags, from the service model. */
final class Tags {
  private static final int LIMIT = 50;
  private static final String RESERVED_PREFIX = "aws:";
  private static final String CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
  private static final Pattern KEY = Pattern.compile(CHARACTERS + "{1,128}");
  private static final Pattern VALUE = Pattern.compile(CHARACTERS + "{0,256}");

  private Tags() {}

  static void requireValid(Map<String, String> tags) throws ServiceException {
    if (tags.size() > LIMIT) {
      throw new ServiceException(
          400,
          "TagsPerResourceExceededLimitException",
          tags.size() + " tags, at most " + LIMIT + " are possible");
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (!KEY.matcher(tag.getKey()).matches() || isReserved(tag.getKey())) {
        throw RequestFields.invalid(
            "Tag keys must match " + KEY.pattern() + " and not begin with aws:");
      }
      if (!VALUE.matcher(tag.getValue()).matches()) {
        throw RequestFields.invalid("Tag values must match " + VALUE.pattern());
      }
    }
  }

  /** Checks the keys of tags to take away: 1 to 50 of 1 to 128 characters. */
  static void requireValidKeys(List<String> keys) throws ServiceException {
    if (keys.isEmpty() || keys.size() > LIMIT) {
      throw RequestFields.invalid("TagKeyList must have 1 to " + LIMIT + " keys");
    }
    for (String key : keys) {
      if (!KEY.matcher(key).matches()) {
        throw RequestFields.invalid("Tag keys must match " + KEY.pattern());
      }
    }
  }

  /** The prefix belongs to AWS in every mixture of cases (AWS tagging guide). */
  private static boolean isReserved(String key) {
    return key.regionMatches(true, 0, RESERVED_PREFIX, 0, RESERVED_PREFIX.length());
  }

  /** Returns the condition keys that a request with these tags has in a policy. */
  static Map<String, String> conditionKeys(Map<String, String> tags) {
    Map<String, String> keys = new LinkedHashMap<>();
    tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, value));
    keys.put("aws:TagKeys", String.join("\n", tags.keySet()));
    return keys;
  }

  static Map<String, String> merged(Map<String, String> old, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(old);
    all.putAll(more);
    return all;
  }

  static Map<String, String> without(Map<String, String> old, List<String> keys) {
    Map<String, String> rest = new LinkedHashMap<>(old);
    keys.forEach(rest::remove);
    return rest;
  }
}
