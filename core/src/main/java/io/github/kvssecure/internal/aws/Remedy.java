package io.github.kvssecure.internal.aws;

/**
 * What to do about an error code of KVS, KMS or STS.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/CommonErrors.html">common
 *     errors of KVS</a>
 */
final class Remedy {

  private Remedy() {}

  /**
   * The remedy of a refused call.
   *
   * @param call which
   * @param errorCode the service's word
   * @param httpStatus 401 and 403 mean missing permission when the code says nothing
   * @return a sentence without a full stop
   */
  static String of(AwsCall call, String errorCode, int httpStatus) {
    return switch (errorCode) {
      case "AccessDenied", "AccessDeniedException", "NotAuthorizedException" -> allow(call);
      case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
          "the credentials are over: let the source renew them, and check this machine's clock";
      case "UnrecognizedClientException", "InvalidClientTokenId" ->
          "use credentials that are active and of this partition";
      case "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature" ->
          "check this machine's clock, and that secret, token and access key id belong together";
      case "ClientLimitExceededException",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException" ->
          "call less often, and try again after a pause";
      case "AccountStreamLimitExceededException", "DeviceStreamLimitExceededException" ->
          "delete streams that are not needed, or ask for a higher quota";
      case "TagsPerResourceExceededLimitException" -> "keep to 50 tags for each stream";
      case "ForbiddenException" -> isOfThePortal(call) ? assign(call) : otherwise(call, httpStatus);
      case "ResourceNotFoundException" ->
          isOfThePortal(call)
              ? assign(call)
              : "see that the stream was not deleted, and the Region";
      case "ResourceInUseException" -> "try again when the stream is ACTIVE";
      case "PackedPolicyTooLarge", "PackedPolicyTooLargeException" ->
          "the session policy and session tags together are too large, and the policy is never left out:"
              + " shorten the stream's name, or the tags that the base or its identity provider adds";
      case "MalformedPolicyDocument", "MalformedPolicyDocumentException" ->
          "the session policy was not understood, and it is never left out: report this as a defect, with"
              + " the stream's ARN";
      case "InvalidIdentityToken", "IDPRejectedClaim", "IDPCommunicationError" ->
          "see that IAM has an OIDC provider for the token's issuer and audience, and that the role's trust"
              + " policy names it";
      case "RegionDisabledException" -> "activate STS for this Region in the account";
      case "InvalidArgumentException", "ValidationError", "ValidationException" ->
          call.action().startsWith("sts:Assume")
              ? "correct the value that the service names; .lasting(...) at most the role's maximum session"
                  + " duration, and one hour where the base is itself a session of a role"
              : "correct the value that the service names";
      default -> otherwise(call, httpStatus);
    };
  }

  private static boolean isOfThePortal(AwsCall call) {
    return call.action().startsWith("sso:");
  }

  private static String assign(AwsCall call) {
    return "see in IAM Identity Center that the "
        + call.resource()
        + " is assigned to whoever signed in";
  }

  private static String otherwise(AwsCall call, int httpStatus) {
    if (httpStatus == 401 || httpStatus == 403) {
      return allow(call);
    }
    if (httpStatus >= 300 && httpStatus < 400) {
      return "redirects are not followed: look for a proxy or portal that answers in place of AWS";
    }
    return httpStatus >= 500
        ? "the service is in trouble: try again after a pause"
        : "look the code up in the API reference of " + call.operation();
  }

  private static String allow(AwsCall call) {
    return "allow "
        + call.action()
        + " on "
        + call.resource()
        + " to the caller"
        + (call.action().equals("sts:AssumeRole")
            ? ", and let the role's trust policy name the caller"
            : "");
  }

  /**
   * Whether an error code is about a signature; the service's text then repeats what was signed.
   *
   * @param errorCode the service's word
   * @return true if the text must not be shown
   */
  static boolean isAboutSignature(String errorCode) {
    return errorCode.contains("Signature");
  }

  /**
   * Whether the same call can succeed later although nothing was mended.
   *
   * @param errorCode the service's word
   * @return true for throttling, renewed credentials and passing troubles
   */
  static boolean isTransient(String errorCode) {
    return switch (errorCode) {
      case "ClientLimitExceededException",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "ResourceInUseException",
          "DependencyTimeoutException",
          "KMSInternalException",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException" ->
          true;
      default -> false;
    };
  }
}
