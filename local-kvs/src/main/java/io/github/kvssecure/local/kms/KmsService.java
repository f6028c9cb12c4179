package io.github.kvssecure.local.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The KMS operations that checks use, in the AWS JSON 1.1 protocol. Thread-safe. */
public final class KmsService {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private final JsonMapper json = JsonMapper.builder().build();
  private final KeyRing keys;
  private final String account;

  /** Makes the service over a key ring. */
  public KmsService(KeyRing keys, String account) {
    this.keys = keys;
    this.account = account;
  }

  /**
   * Answers one call.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse answer(Caller caller, String operation, byte[] body) throws ServiceException {
    String name = keyId(body);
    KeyRecord key =
        keys.find(name)
            .orElseThrow(
                () ->
                    new ServiceException(
                        400, "NotFoundException", "Key '" + name + "' does not exist"));
    requireAllowed(caller, operation, key);
    ObjectNode answer =
        switch (operation) {
          case "DescribeKey" -> describe(key);
          case "GetKeyRotationStatus" -> rotation(key);
          default ->
              throw new ServiceException(
                  400, "UnknownOperationException", "kvs-local has no KMS operation " + operation);
        };
    return HttpResponse.of(200, CONTENT_TYPE, answer.toString());
  }

  /** KMS answers every refusal with 400; the type tells them apart. */
  public HttpResponse refuse(ServiceException refusal) {
    ObjectNode body = json.createObjectNode();
    body.put("__type", refusal.type());
    body.put("message", refusal.text());
    int status = refusal.status() >= 500 ? refusal.status() : 400;
    return HttpResponse.of(status, CONTENT_TYPE, body.toString())
        .with("x-amzn-ErrorType", refusal.type());
  }

  private static void requireAllowed(Caller caller, String operation, KeyRecord key)
      throws ServiceException {
    if (key.refusing()) {
      throw new ServiceException(
          400,
          "AccessDeniedException",
          "User: "
              + caller.arn()
              + " is not authorized to perform: kms:"
              + operation
              + " because no resource-based policy allows the action");
    }
    caller.require("kms:" + operation, key.arn());
  }

  private String keyId(byte[] body) throws ServiceException {
    try {
      JsonNode keyId = json.readTree(new String(body, StandardCharsets.UTF_8)).path("KeyId");
      if (keyId.isTextual() && !keyId.asText().isEmpty()) {
        return keyId.asText();
      }
    } catch (JsonProcessingException e) {
      throw new ServiceException(400, "SerializationException", "The body is not JSON.");
    }
    throw new ServiceException(400, "ValidationException", "KeyId is required.");
  }

  private ObjectNode describe(KeyRecord key) {
    ObjectNode answer = json.createObjectNode();
    ObjectNode metadata = answer.putObject("KeyMetadata");
    metadata.put("AWSAccountId", account);
    metadata.put("Arn", key.arn());
    metadata.put("KeyId", key.id());
    metadata.put("CreationDate", seconds(key.created()));
    metadata.put("Description", "");
    metadata.put("Enabled", key.state() == KeyState.ENABLED);
    metadata.put("KeyState", key.state().wireName());
    metadata.put("KeyManager", key.type().manager());
    metadata.put("KeySpec", key.type().spec());
    metadata.put("CustomerMasterKeySpec", key.type().spec());
    metadata.put("KeyUsage", key.type().usage());
    metadata.put("Origin", key.state() == KeyState.PENDING_IMPORT ? "EXTERNAL" : "AWS_KMS");
    metadata.put("MultiRegion", false);
    key.deletion().ifPresent(end -> metadata.put("DeletionDate", seconds(end)));
    if (key.type().encryptsStreams()) {
      metadata.putArray("EncryptionAlgorithms").add("SYMMETRIC_DEFAULT");
    }
    return answer;
  }

  private ObjectNode rotation(KeyRecord key) throws ServiceException {
    if (!key.type().encryptsStreams()) {
      throw new ServiceException(
          400, "UnsupportedOperationException", "The key cannot be rotated.");
    }
    ObjectNode answer = json.createObjectNode();
    answer.put("KeyId", key.arn());
    answer.put("KeyRotationEnabled", key.rotated());
    if (key.rotated()) {
      answer.put("RotationPeriodInDays", 365);
    }
    return answer;
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
