package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.spi.ControlPlaneException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/** Assumes a role with a token file. Thread-safe. */
final class WebIdentityIssuer implements SessionIssuer {

  /** The longest token that STS takes, in characters. */
  private static final int MAX_TOKEN = 20_000;

  private static final Pattern TOKEN = Pattern.compile("[!-~]{4,}");

  private final CredentialSource.WebIdentity source;
  private final Optional<SessionPolicy> policy;
  private final StsClient sts;

  /**
   * An issuer.
   *
   * @param source which role, which file
   * @param policy narrows the session; empty to leave it as wide as the role
   * @param sts signs nothing; not closed with this
   */
  WebIdentityIssuer(
      CredentialSource.WebIdentity source, Optional<SessionPolicy> policy, StsClient sts) {
    this.source = source;
    this.policy = policy;
    this.sts = sts;
  }

  @Override
  public SessionCredentials issue() {
    AwsCall call = new AwsCall("sts:AssumeRoleWithWebIdentity", source.role().value());
    AssumeRoleWithWebIdentityRequest request =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(source.role().value())
            .roleSessionName(source.session().name())
            .durationSeconds(Math.toIntExact(source.session().duration().toSeconds()))
            .webIdentityToken(token(source.tokenFile()))
            .policy(policy.map(SessionPolicy::document).orElse(null))
            .build();
    try {
      AssumeRoleWithWebIdentityResponse answer = sts.assumeRoleWithWebIdentity(request);
      return IssuedSession.read(
          call,
          answer.credentials(),
          new IssuedSession.Particulars(answer.assumedRoleUser(), answer.packedPolicySize()),
          policy);
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  /** The token, read anew each time: whoever issues it replaces the file before it is over. */
  private static String token(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String token = new String(in.readNBytes(MAX_TOKEN + 1), StandardCharsets.US_ASCII).strip();
      if (token.length() > MAX_TOKEN || !TOKEN.matcher(token).matches()) {
        throw unusable(file, "holds no token");
      }
      return token;
    } catch (IOException e) {
      throw unusable(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static ControlPlaneException unusable(Path file, String found) {
    return new ControlPlaneException(
        FailureTranslation.NO_CREDENTIALS,
        true,
        "web identity token file "
            + file
            + " "
            + found
            + "; mount the service account token there, readable by this process");
  }

  @Override
  public void close() {}
}
