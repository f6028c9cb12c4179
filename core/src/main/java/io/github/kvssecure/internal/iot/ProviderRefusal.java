package io.github.kvssecure.internal.iot;

import io.github.kvssecure.internal.transport.FlatJson;
import io.github.kvssecure.internal.transport.HttpsResponse;
import io.github.kvssecure.internal.transport.MalformedResponseException;
import java.nio.ByteBuffer;

/**
 * The ways in which the credentials provider refuses a device. Told apart by status and by the
 * words of the service, which are looked at and not repeated.
 *
 * @see <a href="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html">
 *     the credentials provider of AWS IoT</a>
 */
enum ProviderRefusal {
  WRONG_ENDPOINT(
      "DeviceWrongEndpoint",
      403,
      "Certificate is invalid on this endpoint",
      "the certificate is not of the account that the endpoint belongs to: compare IotEndpoint.of(...)"
          + " with aws iot describe-endpoint --endpoint-type iot:CredentialProvider"),
  INVALID_THING(
      "DeviceInvalidThing",
      403,
      "Invalid thing name passed",
      "the thing does not exist or is not attached to this certificate: aws iot"
          + " attach-thing-principal; if nobody changed that, somebody uses a wrong name on purpose"),
  ACCESS_DENIED(
      "DeviceAccessDenied",
      403,
      "Access Denied",
      "the IoT policy of the certificate must allow iot:AssumeRoleWithCertificate on the role alias"),
  UNKNOWN_ALIAS(
      "DeviceUnknownAlias",
      404,
      "Role alias does not exist",
      "name an existing role alias in upper and lower case as it was made: aws iot list-role-aliases"),
  ROLE_NOT_ASSUMABLE(
      "DeviceRoleNotAssumable",
      400,
      "Unable to assume the role",
      "the role must exist, and its trust policy must allow sts:AssumeRole to"
          + " credentials.iot.amazonaws.com"),
  DURATION_TOO_LONG(
      "DeviceDurationTooLong",
      400,
      "exceeds the MaxSessionDuration",
      "aws iot update-role-alias --credential-duration-seconds with at most the role's maximum session"
          + " duration"),
  CERTIFICATE_REFUSED(
      "DeviceCertificateRefused",
      0,
      "",
      "the certificate is inactive, revoked, over, or of an authority that AWS IoT does not know: aws"
          + " iot describe-certificate; if it was revoked, the device is no longer trusted"),
  REDIRECTED(
      "DeviceRedirected",
      0,
      "",
      "redirects are never followed: look for a proxy or portal that answers in place of AWS IoT"),
  REFUSED(
      "DeviceRefused",
      0,
      "",
      "look the request id up with AWS, and check certificate, thing and role alias"),
  THROTTLED("DeviceThrottled", 0, "", "call less often; it is tried again after a pause"),
  SERVICE_FAILURE(
      "DeviceServiceFailure", 0, "", "the service is in trouble; it is tried again after a pause");

  private final String errorCode;
  private final int status;
  private final String words;
  private final String remedy;

  ProviderRefusal(String errorCode, int status, String words, String remedy) {
    this.errorCode = errorCode;
    this.status = status;
    this.words = words;
    this.remedy = remedy;
  }

  /** Which refusal a response other than 200 is. */
  static ProviderRefusal of(HttpsResponse response) {
    int status = response.status();
    if (status == 429) {
      return THROTTLED;
    }
    if (status >= 500) {
      return SERVICE_FAILURE;
    }
    if (status >= 300 && status < 400) {
      return REDIRECTED;
    }
    String message = message(response);
    for (ProviderRefusal refusal : values()) {
      if (refusal.status == status && message.contains(refusal.words)) {
        return refusal;
      }
    }
    return REFUSED;
  }

  private static String message(HttpsResponse response) {
    try {
      FlatJson.Value message = FlatJson.parse(ByteBuffer.wrap(response.body())).get("message");
      return message == null ? "" : message.text();
    } catch (MalformedResponseException e) {
      return "";
    }
  }

  /** Whether it can pass by itself. */
  boolean isPassing() {
    return this == THROTTLED || this == SERVICE_FAILURE;
  }

  /** The word for it in exceptions, for example {@code DeviceInvalidThing}. */
  String errorCode() {
    return errorCode;
  }

  /** What to do. */
  String remedy() {
    return remedy;
  }
}
