package io.github.kvssecure.local.iot;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvssecure.local.http.Exchange;
import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Credential;
import io.github.kvssecure.local.iam.IdentityStore;
import io.github.kvssecure.local.iam.Role;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers {@code GET /role-aliases/ALIAS/credentials} to a device certificate, with the statuses
 * and words of the real <a
 * href="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html">credentials
 * provider</a>. Thread-safe.
 */
public final class CredentialsProvider {
  private static final Pattern PATH =
      Pattern.compile("/role-aliases/([\\w=,@-]{1,128})/credentials");
  private static final String SERVICE = "credentials.iot.amazonaws.com";
  private static final String THING_HEADER = "x-amzn-iot-thingname";
  private static final String CONTENT_TYPE = "application/json";

  private final JsonMapper json = JsonMapper.builder().build();
  private final ThingRegistry things;
  private final IdentityStore identities;
  private final String aliasArns;

  /** Makes the provider of a region. */
  public CredentialsProvider(ThingRegistry things, IdentityStore identities, String region) {
    this.things = things;
    this.identities = identities;
    this.aliasArns = "arn:aws:iot:" + region + ":" + identities.account() + ":rolealias/";
  }

  /**
   * Answers one request.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse answer(Exchange exchange) throws ServiceException {
    HttpRequest request = exchange.request();
    Matcher path = PATH.matcher(request.path());
    if (!request.method().equals("GET") || !path.matches()) {
      throw new ServiceException(404, "ResourceNotFoundException", "Not found");
    }
    requireServerName(exchange);
    X509Certificate certificate =
        exchange
            .peerCertificate()
            .filter(things::active)
            .filter(things::ofThisAccount)
            .orElseThrow(() -> denied("Certificate is invalid on this endpoint"));
    Optional<String> thing = request.headers().single(THING_HEADER);
    if (request.headers().all(THING_HEADER).size() > 1) {
      throw denied("Invalid thing name passed");
    }
    if (thing.isPresent() && !things.thing(certificate).equals(thing)) {
      throw denied("Invalid thing name passed");
    }
    RoleAlias alias =
        things
            .alias(path.group(1))
            .orElseThrow(
                () ->
                    new ServiceException(
                        404, "ResourceNotFoundException", "Role alias does not exist"));
    String aliasArn = aliasArns + path.group(1);
    if (!things.mayAssume(certificate, aliasArn)) {
      throw denied("Access Denied");
    }
    Role role = role(alias, aliasArn);
    return HttpResponse.of(200, CONTENT_TYPE, credentials(certificate, thing, role, alias));
  }

  /** Renders a refusal. */
  public HttpResponse refuse(ServiceException refusal) {
    String body = json.createObjectNode().put("message", refusal.text()).toString();
    return HttpResponse.of(refusal.status(), CONTENT_TYPE, body)
        .with("x-amzn-ErrorType", refusal.type());
  }

  /**
   * The account is found by SNI, so without it there is no endpoint (AWS IoT, "Transport
   * security"). Clients send none for {@code localhost} and addresses (RFC 6066 section 3).
   */
  private static void requireServerName(Exchange exchange) throws ServiceException {
    String host = exchange.request().host();
    boolean named = host.endsWith(".amazonaws.com") || exchange.serverName().isPresent();
    if (named && !exchange.serverName().equals(Optional.of(host))) {
      throw denied("Certificate is invalid on this endpoint");
    }
  }

  private Role role(RoleAlias alias, String aliasArn) throws ServiceException {
    Map<String, String> context =
        Map.of("aws:sourceaccount", identities.account(), "aws:sourcearn", aliasArn);
    Role role =
        identities
            .role(alias.roleName())
            .filter(found -> found.trust().map(t -> t.trustsService(SERVICE, context)).orElse(true))
            .orElseThrow(
                () -> invalid("Unable to assume the role, or the role to assume does not exist"));
    if (alias.credentialDuration().compareTo(role.maxSession()) > 0) {
      throw invalid(
          "The requested CredentialDurationSeconds exceeds the MaxSessionDuration set for the role");
    }
    return role;
  }

  /**
   * The thing variable is set only when the header named the thing, so a policy that needs it
   * refuses without it.
   */
  private String credentials(
      X509Certificate certificate, Optional<String> thing, Role role, RoleAlias alias) {
    Map<String, String> variables = new HashMap<>();
    variables.put("credentials-iot:AwsCertificateId", certificateId(certificate));
    thing.ifPresent(name -> variables.put("credentials-iot:ThingName", name));
    String session = certificate.getSerialNumber().toString(16);
    Credential issued =
        identities.issueDeviceSession(role, session, variables, alias.credentialDuration());
    ObjectNode answer = json.createObjectNode();
    ObjectNode credentials = answer.putObject("credentials");
    credentials.put("accessKeyId", issued.accessKeyId());
    credentials.put("secretAccessKey", issued.secretAccessKey());
    credentials.put("sessionToken", issued.sessionToken().orElseThrow());
    credentials.put("expiration", issued.expiration().orElseThrow().toString());
    return answer.toString();
  }

  /** As is widely observed of AWS IoT, though not documented. */
  private static String certificateId(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that came over TLS can be encoded", e);
    }
  }

  private static ServiceException denied(String message) {
    return new ServiceException(403, "AccessDeniedException", message);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "InvalidRequestException", message);
  }
}
