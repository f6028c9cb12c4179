package io.github.kvssecure.local.sso;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Credential;
import io.github.kvssecure.local.iam.IdentityStore;
import io.github.kvssecure.local.iam.Role;
import io.github.kvssecure.local.streams.RequestFields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * GetRoleCredentials of the <a
 * href="https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html">portal</a>
 * and CreateToken of <a
 * href="https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html">OIDC</a>,
 * as far as a program needs them after somebody signed in with a browser. Neither is signed.
 * Thread-safe.
 */
public final class PortalService {
  private static final String TOKEN_HEADER = "x-amz-sso_bearer_token";
  private static final Pattern ANY = Pattern.compile(".{1,8192}");
  private static final Duration ROLE_SESSION = Duration.ofHours(1);
  private static final Duration SIGN_IN = Duration.ofHours(1);

  private final JsonMapper json = JsonMapper.builder().build();
  private final SignInRegistry signIns;
  private final IdentityStore identities;

  /** Makes the service. */
  public PortalService(SignInRegistry signIns, IdentityStore identities) {
    this.signIns = signIns;
    this.identities = identities;
  }

  /**
   * Answers GetRoleCredentials.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse roleCredentials(HttpRequest request) throws ServiceException {
    Map<String, String> query = query(request.query());
    String permissionSet = required(query, "role_name");
    String account = required(query, "account_id");
    String user =
        request
            .headers()
            .single(TOKEN_HEADER)
            .flatMap(signIns::user)
            .orElseThrow(
                () ->
                    new ServiceException(
                        401, "UnauthorizedException", "Session token not found or invalid"));
    Role role =
        signIns
            .roleOf(permissionSet)
            .filter(name -> account.equals(identities.account()))
            .flatMap(identities::role)
            .orElseThrow(() -> new ServiceException(403, "ForbiddenException", "No access"));
    Credential issued = identities.issueSession(role, user, Optional.empty(), ROLE_SESSION, false);
    ObjectNode answer = json.createObjectNode();
    answer
        .putObject("roleCredentials")
        .put("accessKeyId", issued.accessKeyId())
        .put("secretAccessKey", issued.secretAccessKey())
        .put("sessionToken", issued.sessionToken().orElseThrow())
        .put("expiration", issued.expiration().orElseThrow().toEpochMilli());
    return json(200, answer);
  }

  /**
   * Answers CreateToken for a renewal; a token renews once.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse token(byte[] body) throws ServiceException {
    RequestFields fields = RequestFields.parse(body);
    boolean complete =
        fields.text("clientId", ANY).isPresent() && fields.text("clientSecret", ANY).isPresent();
    if (!complete || !fields.text("grantType", ANY).equals(Optional.of("refresh_token"))) {
      throw new ServiceException(400, "InvalidRequestException", "invalid_request");
    }
    String user =
        fields
            .text("refreshToken", ANY)
            .flatMap(signIns::takeRenewal)
            .orElseThrow(() -> new ServiceException(400, "InvalidGrantException", "invalid_grant"));
    ObjectNode answer = json.createObjectNode();
    answer
        .put("accessToken", signIns.signIn(user, SIGN_IN))
        .put("refreshToken", signIns.renewal(user))
        .put("tokenType", "Bearer")
        .put("expiresIn", SIGN_IN.toSeconds());
    return json(200, answer);
  }

  /** Renders a refusal. */
  public HttpResponse refuse(ServiceException refusal) {
    return json(refusal.status(), json.createObjectNode().put("message", refusal.text()))
        .with("x-amzn-ErrorType", refusal.type());
  }

  private static Map<String, String> query(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static String required(Map<String, String> query, String name) throws ServiceException {
    String value = query.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new ServiceException(400, "InvalidRequestException", name + " is required");
    }
    return value;
  }

  private static HttpResponse json(int status, ObjectNode body) {
    return HttpResponse.of(status, "application/json", body.toString());
  }
}
