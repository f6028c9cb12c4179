package io.github.kvssecure.local.sigv4;

import io.github.kvssecure.local.http.Headers;
import io.github.kvssecure.local.http.HttpRequest;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.iam.Credential;
import io.github.kvssecure.local.iam.IdentityStore;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Establishes who signed a request (AWS Signature Version 4, header form). Stricter than the real
 * service: whatever begins with {@code x-amz} must be signed, and a payload hash that is present
 * must be signed too. Thread-safe.
 */
public final class SignatureVerifier {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String AWS_SUFFIX = ".amazonaws.com";
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * Window seen on the real service (kvs producer issue 1099), though the common errors page says
   * 15 minutes.
   */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** Added by proxies on the way, so nobody can sign it. */
  private static final Set<String> NEVER_SIGNED = Set.of("x-amzn-trace-id");

  private final IdentityStore identities;
  private final String region;
  private final Clock clock;
  private final PayloadRule mediaRule;

  /** How the hash line of a media upload, whose body cannot be hashed beforehand, must read. */
  public enum PayloadRule {
    /** Only the literal {@code UNSIGNED-PAYLOAD}. */
    UNSIGNED_ONLY,
    /** Also the hash of the empty string, as the C and embedded producers sign. */
    UNSIGNED_OR_EMPTY_HASH
  }

  /** Makes a verifier for one region. */
  public SignatureVerifier(
      IdentityStore identities, String region, Clock clock, PayloadRule mediaRule) {
    this.identities = identities;
    this.region = region;
    this.clock = clock;
    this.mediaRule = mediaRule;
  }

  /**
   * Verifies a call whose whole body was read.
   *
   * @throws ServiceException 403 with the type and words of the real service
   */
  public Caller verify(HttpRequest request, String service, byte[] body) throws ServiceException {
    String hash = Digests.sha256(body);
    Optional<String> declared = request.headers().single("x-amz-content-sha256");
    if (declared.isPresent() && !declared.get().equals(hash)) {
      throw mismatch();
    }
    return verifyHash(request, service, hash);
  }

  /**
   * Verifies a media upload from its head alone.
   *
   * @throws ServiceException 403 with the type and words of the real service
   */
  public Caller verifyMedia(HttpRequest request, String service) throws ServiceException {
    String empty = Digests.sha256(new byte[0]);
    Optional<String> declared = request.headers().single("x-amz-content-sha256");
    boolean emptyAllowed = mediaRule == PayloadRule.UNSIGNED_OR_EMPTY_HASH;
    if (declared.isPresent()) {
      if (!declared.get().equals(UNSIGNED) && !(emptyAllowed && declared.get().equals(empty))) {
        throw mismatch();
      }
      return verifyHash(request, service, declared.get());
    }
    try {
      return verifyHash(request, service, UNSIGNED);
    } catch (ServiceException e) {
      if (emptyAllowed && e.type().equals("InvalidSignatureException")) {
        return verifyHash(request, service, empty);
      }
      throw e;
    }
  }

  private Caller verifyHash(HttpRequest request, String service, String hash)
      throws ServiceException {
    Headers headers = request.headers();
    AuthorizationHeader authorization =
        AuthorizationHeader.parse(
            headers
                .single("Authorization")
                .orElseThrow(
                    () ->
                        new ServiceException(
                            403,
                            "MissingAuthenticationTokenException",
                            "Missing Authentication Token")));
    requireSigned(headers, authorization);
    String date = headers.single("x-amz-date").orElse("");
    requireScope(authorization, service, date);
    requireHostOfRegion(request);
    Credential credential =
        identities
            .credential(authorization.accessKeyId())
            .orElseThrow(SignatureVerifier::unrecognised);
    String text =
        "AWS4-HMAC-SHA256\n"
            + date
            + "\n"
            + authorization.scope()
            + "\n"
            + Digests.sha256(
                Digests.utf8(CanonicalRequest.of(request, authorization.signedHeaders(), hash)));
    String expected = Digests.signature(credential.secretAccessKey(), authorization, text);
    if (!Digests.same(expected, authorization.signature())) {
      throw mismatch();
    }
    requireLive(credential, headers);
    return credential.caller();
  }

  private static void requireSigned(Headers headers, AuthorizationHeader authorization)
      throws ServiceException {
    for (String name : headers.names()) {
      boolean must =
          name.equals("host") || (name.startsWith("x-amz") && !NEVER_SIGNED.contains(name));
      if (must && !authorization.signedHeaders().contains(name)) {
        throw new ServiceException(
            403, "InvalidSignatureException", "'" + name + "' must be a signed header.");
      }
    }
    for (String name : authorization.signedHeaders()) {
      if (!headers.has(name)) {
        throw new ServiceException(
            403,
            "InvalidSignatureException",
            "Signed header '" + name + "' is not in the request.");
      }
    }
  }

  private void requireScope(AuthorizationHeader authorization, String service, String date)
      throws ServiceException {
    if (!authorization.region().equals(region) || !authorization.service().equals(service)) {
      throw wrongScope(region + "/" + service);
    }
    Instant signedAt;
    try {
      signedAt = AMZ_DATE.parse(date, Instant::from);
    } catch (DateTimeException e) {
      throw new ServiceException(
          403, "IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.");
    }
    if (!date.startsWith(authorization.date())) {
      throw new ServiceException(
          403, "InvalidSignatureException", "Date in Credential scope does not match x-amz-date.");
    }
    Instant now = clock.instant();
    if (signedAt.isBefore(now.minus(SKEW))) {
      throw new ServiceException(
          403,
          "InvalidSignatureException",
          "Signature expired: "
              + date
              + " is now earlier than "
              + AMZ_DATE.format(now.minus(SKEW))
              + " ("
              + AMZ_DATE.format(now)
              + " - 5 min.)");
    }
    if (signedAt.isAfter(now.plus(SKEW))) {
      throw new ServiceException(
          403,
          "InvalidSignatureException",
          "Signature not yet current: "
              + date
              + " is still later than "
              + AMZ_DATE.format(now.plus(SKEW))
              + " ("
              + AMZ_DATE.format(now)
              + " + 5 min.)");
    }
  }

  /** The endpoint of another region would want its own region in the scope. */
  private void requireHostOfRegion(HttpRequest request) throws ServiceException {
    String host = request.host();
    if (host.endsWith(AWS_SUFFIX) && !host.endsWith("." + region + AWS_SUFFIX)) {
      throw wrongScope("the region of " + host);
    }
  }

  private static ServiceException wrongScope(String right) {
    return new ServiceException(
        403,
        "InvalidSignatureException",
        "Credential should be scoped to a valid region and service: " + right);
  }

  private void requireLive(Credential credential, Headers headers) throws ServiceException {
    Optional<String> token = headers.single("x-amz-security-token");
    boolean sameToken =
        credential.sessionToken().isPresent() == token.isPresent()
            && Digests.same(credential.sessionToken().orElse(""), token.orElse(""));
    if (!sameToken) {
      throw unrecognised();
    }
    if (credential.expiration().map(end -> !clock.instant().isBefore(end)).orElse(false)) {
      throw new ServiceException(
          403, "ExpiredTokenException", "The security token included in the request is expired");
    }
  }

  private static ServiceException unrecognised() {
    return new ServiceException(
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.");
  }

  private static ServiceException mismatch() {
    return new ServiceException(
        403,
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
            + " Access Key and signing method. Consult the service documentation for details.");
  }
}
