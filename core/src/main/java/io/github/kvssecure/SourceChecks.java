package io.github.kvssecure;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.aws.CredentialSources;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Shows the gate credential sources before they are asked for anything. Thread-safe. */
final class SourceChecks {

  private final CredentialSources sources;
  private final ProducerRuntime.Settings settings;

  /**
   * Checks.
   *
   * @param settings what the builder collected
   */
  SourceChecks(ProducerRuntime.Settings settings) {
    this.settings = settings;
    this.sources = settings.sources();
  }

  /** The source of the producer: the report is about it. */
  void producer(CredentialSource source, PolicyGate.Inspection inspection) {
    inspection
        .of(Rules.SOURCE, use(Principal.PRODUCER, source))
        .of(Rules.METADATA, metadata(Principal.PRODUCER, source));
    literal(Principal.PRODUCER, source)
        .ifPresent(keys -> inspection.of(Rules.LITERAL_CREDENTIALS, keys));
    identityCenter(source).forEach(uri -> inspection.of(Rules.SERVICE_ENDPOINT, uri));
  }

  /** The source of somebody else: nothing good of it hides what is bad of the producer's. */
  void other(String role, CredentialSource source, PolicyGate.Inspection inspection) {
    inspection
        .ofAnother(Rules.SOURCE, use(role, source))
        .ofAnother(Rules.METADATA, metadata(role, source));
    literal(role, source).ifPresent(keys -> inspection.ofAnother(Rules.LITERAL_CREDENTIALS, keys));
    identityCenter(source).forEach(uri -> inspection.ofAnother(Rules.SERVICE_ENDPOINT, uri));
  }

  private IdentityFacts.SourceUse use(String role, CredentialSource source) {
    return new IdentityFacts.SourceUse(
        subject(role), source.kind(), sources.longTermKeysOf(source));
  }

  private IdentityFacts.MetadataUse metadata(String role, CredentialSource source) {
    return new IdentityFacts.MetadataUse(subject(role), sources.metadataReader(source));
  }

  private Optional<Facts.CredentialUse> literal(String role, CredentialSource source) {
    return CredentialSources.literalCredentials(source)
        .map(keys -> new Facts.CredentialUse(subject(role), keys, settings.clock().instant()));
  }

  /** What is asked where a source is a sign-in of a person. */
  private List<Facts.EndpointUse> identityCenter(CredentialSource source) {
    AwsEndpoints endpoints = settings.endpoints();
    return sources
        .identityCenterOf(source)
        .map(
            region ->
                List.of(
                    endpoint("portal of IAM Identity Center", endpoints.portal(region), region),
                    endpoint("sign-in of IAM Identity Center", endpoints.signIn(region), region)))
        .orElse(List.of());
  }

  private Facts.EndpointUse endpoint(String purpose, URI uri, AwsRegion region) {
    return new Facts.EndpointUse(purpose, uri, region, settings.loopback());
  }

  private static String subject(String role) {
    return "credentials of the " + role;
  }
}
