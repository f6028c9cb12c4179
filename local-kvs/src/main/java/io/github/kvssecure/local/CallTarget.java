package io.github.kvssecure.local;

import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.sts.QueryForm;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which operation of which service a request asks for; all share one port.
 *
 * @param service service name as in the signature's scope, or in the host where nothing is signed
 * @param operation as IAM names it
 */
record CallTarget(String service, String operation) {
  static final String STREAMS = "kinesisvideo";
  static final String KMS = "kms";
  static final String STS = "sts";
  static final String PORTAL = "portal.sso";
  static final String OIDC = "oidc";

  private static final String KMS_PREFIX = "TrentService.";

  /** Data endpoints have one more label, as {@code s-0123abcd}. */
  private static final Pattern AWS_HOST =
      Pattern.compile(
          "(?:(?<cell>[a-z]-[0-9a-z]+)\\.)?(?<service>portal\\.sso|[a-z]+)\\.[a-z0-9-]+\\.amazonaws\\.com");

  static CallTarget of(HttpRequest request) {
    String target = request.headers().single("X-Amz-Target").orElse("");
    boolean root = request.path().equals("/");
    if (root && request.method().equals("POST") && target.startsWith(KMS_PREFIX)) {
      return new CallTarget(KMS, target.substring(KMS_PREFIX.length()));
    }
    if (root) {
      return new CallTarget(STS, "");
    }
    if (request.method().equals("GET") && request.path().equals("/federation/credentials")) {
      return new CallTarget(PORTAL, "GetRoleCredentials");
    }
    if (request.method().equals("POST") && request.path().equals("/token")) {
      return new CallTarget(OIDC, "CreateToken");
    }
    String name = request.path().substring(1);
    boolean post = request.method().equals("POST") && request.query().isEmpty() && !name.isEmpty();
    String operation =
        post ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) : "Unknown";
    return new CallTarget(STREAMS, operation);
  }

  /** The query protocol names the operation in the body. */
  CallTarget withBody(byte[] body) {
    return service.equals(STS) ? new CallTarget(STS, QueryForm.parse(body).action()) : this;
  }

  /**
   * Refuses an operation at an endpoint of another kind: media goes to the data endpoint that
   * GetDataEndpoint names, everything else to the endpoint of its service. Only AWS names tell the
   * kinds apart; {@code localhost} is every endpoint.
   *
   * @throws ServiceException {@code InvalidEndpointException} for media, as PutMedia documents it
   */
  void requireEndpoint(HttpRequest request) throws ServiceException {
    Matcher name = AWS_HOST.matcher(request.host());
    if (!name.matches()) {
      return;
    }
    boolean media = operation.equals("PutMedia") || operation.equals("GetMedia");
    boolean mediaHost = name.group("cell") != null;
    if (service.equals(name.group("service")) && media == mediaHost) {
      return;
    }
    throw media
        ? new ServiceException(
            400, "InvalidEndpointException", request.host() + " is not the data endpoint.")
        : new ServiceException(
            404, "UnknownOperationException", request.host() + " has no operation " + operation);
  }

  /** Whether a token of somebody's sign-in takes the place of a signature. */
  boolean isBySignIn() {
    return service.equals(PORTAL) || service.equals(OIDC);
  }

  boolean isUpload() {
    return service.equals(STREAMS) && operation.equals("PutMedia");
  }
}
