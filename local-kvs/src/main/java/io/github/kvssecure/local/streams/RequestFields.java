package io.github.kvssecure.local.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kvssecure.local.http.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a JSON request, read with the bounds of the service model. Immutable. */
public final class RequestFields {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode root;

  private RequestFields(JsonNode root) {
    this.root = root;
  }

  /**
   * Parses a body; an empty one counts as an empty object.
   *
   * @throws ServiceException {@code SerializationException} when it is not one JSON object
   */
  public static RequestFields parse(byte[] body) throws ServiceException {
    try {
      JsonNode root =
          body.length == 0
              ? JSON.createObjectNode()
              : JSON.readTree(new String(body, StandardCharsets.UTF_8));
      if (root.isObject()) {
        return new RequestFields(root);
      }
    } catch (JsonProcessingException e) {
      throw serialization("The body is not strict JSON.");
    }
    throw serialization("The body is not a JSON object.");
  }

  /** Returns a text field that must match when it is there; explicit null counts as absent. */
  public Optional<String> text(String name, Pattern form) throws ServiceException {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual() || !form.matcher(node.asText()).matches()) {
      throw invalid(name + " must match " + form.pattern());
    }
    return Optional.of(node.asText());
  }

  /** Returns a text field that must be there and match. */
  public String requireText(String name, Pattern form) throws ServiceException {
    return text(name, form).orElseThrow(() -> invalid(name + " is required"));
  }

  /** Returns an integer field within bounds, or the fallback when it is absent. */
  public int integer(String name, int min, int max, int fallback) throws ServiceException {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return fallback;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.asInt() < min
        || node.asInt() > max) {
      throw invalid(name + " must be a whole number from " + min + " to " + max);
    }
    return node.asInt();
  }

  /**
   * Returns a map of texts; empty when absent.
   *
   * @throws ServiceException {@code SerializationException} when it is anything else
   */
  public Map<String, String> texts(String name) throws ServiceException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(name).properties()) {
      texts.put(entry.getKey(), requireText(name, entry.getValue()));
    }
    return texts;
  }

  /**
   * Returns a list of texts; empty when absent.
   *
   * @throws ServiceException {@code SerializationException} when it is anything else
   */
  public List<String> list(String name) throws ServiceException {
    JsonNode node = root.path(name);
    if (!node.isMissingNode() && !node.isNull() && !node.isArray()) {
      throw serialization(name + " is not a list.");
    }
    List<String> list = new ArrayList<>();
    for (JsonNode item : node) {
      list.add(requireText(name, item));
    }
    return list;
  }

  /**
   * Returns the fields of a nested object; no fields when absent.
   *
   * @throws ServiceException {@code SerializationException} when it is anything else
   */
  public RequestFields nested(String name) throws ServiceException {
    return new RequestFields(object(name));
  }

  private JsonNode object(String name) throws ServiceException {
    JsonNode node = root.path(name);
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw serialization(name + " is not a JSON object.");
    }
    return node;
  }

  private static String requireText(String name, JsonNode node) throws ServiceException {
    if (!node.isTextual()) {
      throw serialization(name + " holds something that is not text.");
    }
    return node.asText();
  }

  /** Tells whether a text field has exactly this value. */
  public boolean is(String name, String value) {
    return root.path(name).asText().equals(value);
  }

  /** Returns a time, sent as seconds since the epoch with a fraction, in milliseconds. */
  public long millis(String name) throws ServiceException {
    JsonNode node = root.path(name);
    if (!node.isNumber()) {
      throw invalid(name + " must be a number of seconds since the epoch");
    }
    return Math.round(node.asDouble() * 1000);
  }

  private static ServiceException serialization(String message) {
    return new ServiceException(400, "SerializationException", message);
  }

  /** Makes the refusal for a bad field. */
  public static ServiceException invalid(String message) {
    return new ServiceException(400, "InvalidArgumentException", message);
  }
}
