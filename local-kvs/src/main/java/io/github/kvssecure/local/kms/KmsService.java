package io.github.kvssecure.local.kms;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** The KMS operations that checks use, in the AWS JSON 1.1 protocol. Thread-safe. */
public final class KmsService {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private final JsonMapper json = JsonMapper.builder().build();
  private final KeyMaterial material = new KeyMaterial();
  private final KeyRegistry keys;
  private final KeyUse use;
  private final Clock clock;

  /** Makes the service over keys. */
  public KmsService(KeyRegistry keys, KeyUse use, Clock clock) {
    this.keys = keys;
    this.use = use;
    this.clock = clock;
  }

  /**
   * Answers one call.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse answer(Caller caller, String operation, byte[] body) throws ServiceException {
    KmsRequest request = KmsRequest.parse(body);
    ObjectNode answer =
        switch (operation) {
          case "DescribeKey" -> describe(use.admit(caller, operation, request.requireKeyId()));
          case "GetKeyRotationStatus" ->
              rotation(use.admit(caller, operation, request.requireKeyId()));
          case "GenerateDataKey" -> generate(caller, request);
          case "Decrypt" -> decrypt(caller, request);
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

  private ObjectNode describe(KeyRecord key) {
    ObjectNode answer = json.createObjectNode();
    KeyDescription.write(answer.putObject("KeyMetadata"), key, keys.related(key));
    return answer;
  }

  /** A key pending deletion is not rotated, whatever was set. */
  private ObjectNode rotation(KeyRecord key) throws ServiceException {
    if (!key.type().rotatable()) {
      throw new ServiceException(
          400, "UnsupportedOperationException", key.arn() + " cannot be rotated by KMS.");
    }
    boolean rotated = key.rotation().isPresent() && key.dates().deletion().isEmpty();
    ObjectNode answer = json.createObjectNode();
    answer.put("KeyId", key.arn());
    answer.put("KeyRotationEnabled", rotated);
    if (rotated) {
      Duration period = key.rotation().orElseThrow();
      answer.put("RotationPeriodInDays", period.toDays());
      answer.put("NextRotationDate", KeyDescription.seconds(next(key.dates().created(), period)));
    }
    return answer;
  }

  private Instant next(Instant created, Duration period) {
    long passed = Duration.between(created, clock.instant()).dividedBy(period);
    return created.plus(period.multipliedBy(passed + 1));
  }

  private ObjectNode generate(Caller caller, KmsRequest request) throws ServiceException {
    int bytes = request.dataKeyBytes();
    KeyRecord key = use.admit(caller, "GenerateDataKey", request.requireKeyId());
    use.requireUsable(key);
    refuseDryRun(request);
    byte[] dataKey = material.fresh(bytes);
    ObjectNode answer = json.createObjectNode();
    answer.put("KeyId", key.arn());
    answer.put("Plaintext", base64(dataKey));
    answer.put("CiphertextBlob", base64(material.seal(key, dataKey, request.encryptionContext())));
    return answer;
  }

  private ObjectNode decrypt(Caller caller, KmsRequest request) throws ServiceException {
    byte[] blob = request.requireCiphertext();
    String sealedWith = KeyMaterial.keyArn(blob);
    KeyRecord key = use.admit(caller, "Decrypt", request.keyId().orElse(sealedWith));
    use.requireUsable(key);
    if (!key.arn().equals(sealedWith)) {
      throw new ServiceException(
          400, "IncorrectKeyException", "The ciphertext was not made with " + key.arn() + ".");
    }
    byte[] plaintext = material.open(blob, request.encryptionContext());
    refuseDryRun(request);
    ObjectNode answer = json.createObjectNode();
    answer.put("KeyId", key.arn());
    answer.put("Plaintext", base64(plaintext));
    answer.put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    return answer;
  }

  /** A dry run never succeeds: this refusal means that the real call would have. */
  private static void refuseDryRun(KmsRequest request) throws ServiceException {
    if (request.dryRun()) {
      throw new ServiceException(
          400,
          "DryRunOperationException",
          "The request would have succeeded, but the DryRun option is set.");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
