package io.github.kvssecure.local.sts;

import io.github.kvssecure.local.http.HttpResponse;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.iam.Credential;
import io.github.kvssecure.local.iam.IdentityStore;
import io.github.kvssecure.local.iam.PolicyDocument;
import io.github.kvssecure.local.iam.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * GetCallerIdentity, AssumeRole and AssumeRoleWithWebIdentity in the query protocol with XML
 * answers. Bounds are those of the <a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 * page. Thread-safe.
 */
public final class StsService {
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final String API_VERSION = "2011-06-15";
  private static final Set<String> PARAMETERS =
      Set.of(
          "Action",
          "Version",
          "RoleArn",
          "RoleSessionName",
          "DurationSeconds",
          "Policy",
          "SourceIdentity",
          "ExternalId",
          "WebIdentityToken");
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;
  private static final int CHAINED_MAX_SECONDS = 3_600;
  private static final int POLICY_LIMIT = 2_048;

  private final IdentityStore identities;
  private final String account;

  /** Makes the service. */
  public StsService(IdentityStore identities, String account) {
    this.identities = identities;
    this.account = account;
  }

  /**
   * Answers one call.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse answer(Caller caller, QueryForm form, String requestId)
      throws ServiceException {
    requireKnown(form);
    return switch (form.action()) {
      case "GetCallerIdentity" -> xml(200, identity(caller, requestId));
      case "AssumeRole" -> xml(200, assume(caller, form, requestId));
      default -> throw unknown(form);
    };
  }

  /** Tells whether a call is made without a signature. */
  public static boolean isUnsigned(QueryForm form) {
    return form.action().equals("AssumeRoleWithWebIdentity");
  }

  /**
   * Answers a call that is made without a signature.
   *
   * @throws ServiceException as the real service refuses
   */
  public HttpResponse answerUnsigned(QueryForm form, String requestId) throws ServiceException {
    requireKnown(form);
    String arn = form.require("RoleArn");
    String prefix = identities.roleArn("");
    String name = arn.startsWith(prefix) ? arn.substring(prefix.length()) : "";
    Optional<Role> role = identities.role(name);
    if (role.isEmpty() || !identities.mayAssume(form.require("WebIdentityToken"), name)) {
      throw new ServiceException(
          400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account");
    }
    return xml(200, session("AssumeRoleWithWebIdentity", role.get(), form, false, requestId));
  }

  /** Renders a refusal; signature refusals carry the names this protocol has for them. */
  public HttpResponse refuse(ServiceException refusal, String requestId) {
    String code =
        switch (refusal.type()) {
          case "InvalidSignatureException" -> "SignatureDoesNotMatch";
          case "UnrecognizedClientException" -> "InvalidClientTokenId";
          case "ExpiredTokenException" -> "ExpiredToken";
          case "AccessDeniedException" -> "AccessDenied";
          case "MissingAuthenticationTokenException" -> "MissingAuthenticationToken";
          case "IncompleteSignatureException" -> "IncompleteSignature";
          default -> refusal.type();
        };
    Xml xml = new Xml("ErrorResponse");
    xml.open("Error").text("Type", refusal.status() < 500 ? "Sender" : "Receiver");
    xml.text("Code", code).text("Message", refusal.text()).close("Error");
    return xml(refusal.status(), xml.text("RequestId", requestId).end());
  }

  /**
   * Refuses another version of the protocol, and parameters that narrow a session in ways that are
   * not modelled here: leaving them out would hand out more than was asked for.
   */
  private static void requireKnown(QueryForm form) throws ServiceException {
    if (!form.field("Version").equals(Optional.of(API_VERSION))) {
      throw unknown(form);
    }
    for (String name : form.names()) {
      if (!PARAMETERS.contains(name)) {
        throw invalid("kvs-local does not model the parameter " + name);
      }
    }
  }

  private static ServiceException unknown(QueryForm form) {
    return new ServiceException(
        400,
        "InvalidAction",
        "Could not find operation "
            + form.action()
            + " for version "
            + form.field("Version").orElse("NO_VERSION_SPECIFIED")
            + " in kvs-local");
  }

  private String identity(Caller caller, String requestId) {
    Xml xml = new Xml("GetCallerIdentityResponse").open("GetCallerIdentityResult");
    xml.text("Arn", caller.arn()).text("UserId", caller.userId()).text("Account", account);
    return xml.close("GetCallerIdentityResult").metadata(requestId).end();
  }

  private String assume(Caller caller, QueryForm form, String requestId) throws ServiceException {
    Optional<String> externalId = form.field("ExternalId");
    if (externalId.isPresent() && !EXTERNAL_ID.matcher(externalId.get()).matches()) {
      throw invalid("'externalId' must have 2 to 1224 characters of [\\w+=,.@:\\/-]");
    }
    Map<String, String> context =
        externalId.map(id -> Map.of("sts:externalid", id)).orElse(Map.of());
    Role role = role(caller, form.require("RoleArn"), context);
    return session("AssumeRole", role, form, caller.chained(), requestId);
  }

  private String session(
      String operation, Role role, QueryForm form, boolean chaining, String requestId)
      throws ServiceException {
    String session = form.require("RoleSessionName");
    if (!SESSION_NAME.matcher(session).matches()) {
      throw invalid("'roleSessionName' must have 2 to 64 characters of [\\w+=,.@-]");
    }
    Optional<String> source = form.field("SourceIdentity");
    if (source.isPresent() && !isSourceIdentity(source.get())) {
      throw invalid("'sourceIdentity' must have 2 to 64 characters and not begin with aws:");
    }
    Duration duration = duration(chaining, role, form.field("DurationSeconds"));
    Optional<String> policy = form.field("Policy");
    if (policy.isPresent() && (policy.get().isEmpty() || policy.get().length() > POLICY_LIMIT)) {
      throw invalid("'policy' failed to satisfy constraint: length from 1 to " + POLICY_LIMIT);
    }
    Optional<PolicyDocument> limit =
        policy.isPresent() ? Optional.of(PolicyDocument.identity(policy.get())) : Optional.empty();
    Credential issued = identities.issueSession(role, session, limit, duration, true);
    Xml xml = new Xml(operation + "Response").open(operation + "Result").open("AssumedRoleUser");
    xml.text("AssumedRoleId", issued.caller().userId()).text("Arn", issued.caller().arn());
    xml.close("AssumedRoleUser").open("Credentials");
    xml.text("AccessKeyId", issued.accessKeyId());
    xml.text("SecretAccessKey", issued.secretAccessKey());
    xml.text("SessionToken", issued.sessionToken().orElseThrow());
    xml.text("Expiration", issued.expiration().orElseThrow().toString()).close("Credentials");
    source.ifPresent(text -> xml.text("SourceIdentity", text));
    policy.ifPresent(text -> xml.text("PackedPolicySize", Integer.toString(packedPercent(text))));
    return xml.close(operation + "Result").metadata(requestId).end();
  }

  /** Whether the trust policy allows sts:SetSourceIdentity is not looked at. */
  private static boolean isSourceIdentity(String value) {
    return SESSION_NAME.matcher(value).matches() && !value.startsWith("aws:");
  }

  private Role role(Caller caller, String arn, Map<String, String> context)
      throws ServiceException {
    String prefix = identities.roleArn("");
    Optional<Role> role =
        arn.startsWith(prefix) ? identities.role(arn.substring(prefix.length())) : Optional.empty();
    // The real service says the same for a missing role and for a refused one.
    Role found =
        role.orElseThrow(
            () ->
                new ServiceException(
                    403,
                    "AccessDenied",
                    "User: "
                        + caller.arn()
                        + " is not authorized to perform: sts:AssumeRole on resource: "
                        + arn));
    identities.requireTrust(found, caller, context);
    return found;
  }

  private static Duration duration(boolean chaining, Role role, Optional<String> asked)
      throws ServiceException {
    String text = asked.orElse(Integer.toString(CHAINED_MAX_SECONDS));
    int seconds = SECONDS.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      throw invalid("'durationSeconds' must be from " + MIN_SECONDS + " to " + MAX_SECONDS);
    }
    if (seconds > role.maxSession().toSeconds()) {
      throw invalid(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    if (chaining && seconds > CHAINED_MAX_SECONDS) {
      throw invalid(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
    }
    return Duration.ofSeconds(seconds);
  }

  /**
   * AWS does not publish the packed form; plain length over the plain limit is a stand-in with the
   * same unit.
   */
  private static int packedPercent(String policy) {
    return Math.max(1, policy.length() * 100 / POLICY_LIMIT);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "ValidationError", message);
  }

  private static HttpResponse xml(int status, String body) {
    return HttpResponse.of(status, "text/xml", body);
  }
}
