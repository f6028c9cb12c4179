package io.github.kvssecure.local.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.kvssecure.local.http.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The members of a KMS request. Immutable. */
final class KmsRequest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Longest data key, from the <a
   * href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html">GenerateDataKey</a>
   * page.
   */
  private static final int MAX_DATA_KEY_BYTES = 1024;

  private final JsonNode root;

  private KmsRequest(JsonNode root) {
    this.root = root;
  }

  static KmsRequest parse(byte[] body) throws ServiceException {
    try {
      return new KmsRequest(JSON.readTree(new String(body, StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new ServiceException(400, "SerializationException", "The body is not JSON.");
    }
  }

  String requireKeyId() throws ServiceException {
    return keyId().orElseThrow(() -> invalid("KeyId is required."));
  }

  Optional<String> keyId() {
    return Optional.of(root.path("KeyId").asText()).filter(id -> !id.isEmpty());
  }

  boolean dryRun() {
    return root.path("DryRun").asBoolean();
  }

  Map<String, String> encryptionContext() {
    Map<String, String> context = new TreeMap<>();
    root.path("EncryptionContext")
        .properties()
        .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
    return context;
  }

  /** Returns the length of the data key asked for, by exactly one of KeySpec and NumberOfBytes. */
  int dataKeyBytes() throws ServiceException {
    JsonNode spec = root.path("KeySpec");
    JsonNode number = root.path("NumberOfBytes");
    if (spec.isMissingNode() == number.isMissingNode()) {
      throw invalid("Please specify either number of bytes or key spec.");
    }
    int bytes =
        switch (spec.asText()) {
          case "AES_128" -> 16;
          case "AES_256" -> 32;
          default -> number.asInt();
        };
    if (bytes < 1 || bytes > MAX_DATA_KEY_BYTES) {
      throw invalid("The data key must have 1 to " + MAX_DATA_KEY_BYTES + " bytes.");
    }
    return bytes;
  }

  byte[] requireCiphertext() throws ServiceException {
    try {
      byte[] blob = Base64.getDecoder().decode(root.path("CiphertextBlob").asText());
      if (blob.length > 0) {
        return blob;
      }
    } catch (IllegalArgumentException e) {
      throw new ServiceException(400, "SerializationException", "CiphertextBlob is not Base64.");
    }
    throw invalid("CiphertextBlob is required.");
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "ValidationException", message);
  }
}
