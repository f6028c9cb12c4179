package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.iot.DeviceGuard;
import io.github.kvssecure.internal.iot.DeviceIssuer;
import io.github.kvssecure.internal.iot.DeviceSurroundings;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.session.CallTally;
import io.github.kvssecure.internal.session.CredentialInspection;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MetadataServer;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources of every kind in every state, with the decision of the strict policy on each. */
class CredentialZooTest {

  private final PolicyGate gate =
      new PolicyGate(SecurityPolicy.strict(), Clock.systemUTC(), IngestListener.NONE);
  private final MadeUpSources made;
  private final LocalKvs kvs;

  CredentialZooTest(@TempDir Path folder) {
    made = new MadeUpSources(folder);
    kvs = made.kvs();
  }

  @AfterEach
  void stop() {
    made.close();
  }

  /** What the strict policy says of a source, from its configuration to the caller. */
  private String decision(CredentialSource source) {
    CredentialSources sources = new CredentialSources(made.surroundings());
    RenewalTerms terms =
        RenewalTerms.of(Clock.systemUTC(), new SecureRandom(), RenewalListener.NONE);
    AwsClients clients = StandIn.clients(kvs);
    DeviceSurroundings devices = devices();
    Machine machine =
        new Machine(
            made.surroundings(),
            made.metadata().map(MetadataServer::address).orElse(URI.create("http://127.0.0.1:1")));
    CredentialInspection inspection =
        new CredentialInspection(
            gate, AwsRegion.of(kvs.region()), Clock.systemUTC(), sources::placeOf);
    CredentialResolver resolver =
        new CredentialResolver(
            clients,
            terms,
            (base, keys) -> inspection.requireBase(base, keys, new CallerLookup(clients)::ask),
            machine,
            device -> new DeviceIssuer(device, devices, new CallerLookup(clients)::ask));
    try {
      PolicyGate.Inspection start =
          gate.admission()
              .of(
                  Rules.SOURCE,
                  new IdentityFacts.SourceUse(
                      "source", source.kind(), sources.longTermKeysOf(source)));
      CredentialSources.literalCredentials(source)
          .ifPresent(
              keys ->
                  start.of(
                      Rules.LITERAL_CREDENTIALS,
                      new Facts.CredentialUse("source", keys, Instant.now())));
      deviceOf(source).ifPresent(device -> new DeviceGuard(device, devices).inspect(start));
      start.conclude();
      try (SessionCredentialsProvider credentials = resolver.open(source);
          AwsControlPlane calls = new AwsControlPlane(clients, credentials);
          AwsKeyDirectory keys = new AwsKeyDirectory(clients, credentials)) {
        inspection.require(
            new Principal(
                new Principal.Identity(Principal.PRODUCER, source, new CallTally()),
                credentials,
                calls,
                keys),
            credentials.resolve(),
            Optional.empty());
        return "admitted";
      }
    } catch (PolicyViolationException e) {
      return e.violations().stream()
          .map(violation -> violation.control().id())
          .collect(Collectors.joining(" "));
    } catch (ControlPlaneException e) {
      return e.errorCode();
    } catch (IngestConfigurationException e) {
      return "configuration";
    }
  }

  private DeviceSurroundings devices() {
    return new DeviceSurroundings(
        gate,
        AwsRegion.of(kvs.region()),
        Optional.of(new Facts.LoopbackOption(kvs.endpoint(), "a test on this machine")),
        TransportSettings.defaults()
            .withTrust(TlsContext.trustingOnly(List.of(kvs.caCertificate()))),
        Clock.systemUTC());
  }

  private static Optional<CredentialSource.IotCertificate> deviceOf(CredentialSource source) {
    CredentialSource base = source;
    while (base instanceof CredentialSource.AssumedRole role) {
      base = role.base();
    }
    return base instanceof CredentialSource.IotCertificate device
        ? Optional.of(device)
        : Optional.empty();
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "provider, session, admitted",
    "provider, ending, IAM-05",
    "provider, over, ExpiredCredentials",
    "provider, endless, IAM-05",
    "provider, half a day and more, IAM-05",
    "provider, long-term, IAM-02 IAM-05 IAM-06",
    "provider, of a user, IAM-03",
    "provider, of the root, IAM-01 IAM-03",
    "provider, of a federated user, IAM-03",
    "provider, revoked, IAM-01 IAM-03 IAM-04",
    "provider, blank token, NoCredentials",
    "static, session, admitted",
    "static, ending, IAM-05",
    "static, over, ExpiredCredentials",
    "static, endless, IAM-05",
    "static, long-term, IAM-06 IAM-02",
    "static, revoked, IAM-01 IAM-03 IAM-04",
    "environment, session, admitted",
    "environment, endless, IAM-05",
    "environment, long-term, IAM-02 IAM-05 IAM-06",
    "property, session, IAM-06",
    "property, long-term, IAM-02 IAM-05 IAM-06",
    "profile, long-term, IAM-06",
    "profile, behind a role, IAM-06",
    "profile, behind the environment, IAM-06",
    "profile, endless, IAM-05",
    "profile, sso, configuration",
    "profile, signed in, admitted",
    "profile, signed in elsewhere, configuration",
    "profile, signed in once, NoCredentials",
    "profile, signed out, NoCredentials",
    "profile, never signed in, NoCredentials",
    "profile, signed in for nothing, ForbiddenException",
    "profile, process session, admitted",
    "profile, process ending, IAM-05",
    "profile, process of a user, IAM-03",
    "profile, process long-term, IAM-02 IAM-05 IAM-06",
    "process, session, admitted",
    "process, of a user, IAM-03",
    "process, of the root, IAM-01 IAM-03",
    "process, ending, IAM-05",
    "process, endless, IAM-05",
    "process, over, ExpiredCredentials",
    "process, long-term, IAM-02 IAM-05 IAM-06",
    "process, no output, NoCredentials",
    "instance, session, admitted",
    "instance, version 1, NoCredentials",
    "instance, version 1 turned on, NoCredentials",
    "instance, over, MalformedAnswer",
    "sdk instance, session, IAM-05",
    "sdk profile, long-term, IAM-06",
    "sdk profile, behind a role, IAM-06",
    "sdk profile, behind the environment, IAM-06",
    "sdk profile, process session, admitted",
    "sdk default, long-term, IAM-06",
    "sdk default, behind a role, IAM-06",
    "role sdk profile, behind a role, IAM-06",
    "role sdk instance, session, admitted",
    "container, session, admitted",
    "container, over, MalformedAnswer",
    "container, elsewhere, configuration",
    "container, not set, configuration",
    "web, session, admitted",
    "web, no file, NoCredentials",
    "web, empty file, NoCredentials",
    "web, foreign token, InvalidIdentityToken",
    "iot, session, admitted",
    "iot, inactive, DeviceCertificateRefused",
    "iot, without a policy, DeviceAccessDenied",
    "iot, another thing, DeviceInvalidThing",
    "iot, repointed, IOT-09",
    "iot, no role named, IOT-09",
    "iot, open key, IOT-04",
    "role iot, session, admitted",
    "role iot, open key, IOT-04",
    "role provider, session, admitted",
    "role provider, ending, admitted",
    "role provider, endless, admitted",
    "role provider, over, ExpiredCredentials",
    "role provider, long-term, IAM-02 IAM-06",
    "role provider, of a user, IAM-03",
    "role provider, of the root, IAM-01 IAM-03",
    "role provider, of a federated user, IAM-03",
    "role provider, revoked, InvalidClientTokenId",
    "role static, long-term, IAM-06 IAM-02",
    "role environment, long-term, IAM-02 IAM-06",
    "role property, session, IAM-06",
    "role profile, long-term, IAM-06",
    "role process, session, admitted",
    "role process, of a user, IAM-03",
    "role instance, session, admitted",
    "role container, session, admitted",
    "role instance, version 1, NoCredentials",
    "role web, session, admitted",
    "role web, foreign token, InvalidIdentityToken"
  })
  void sources_areDecidedOn(String kind, String state, String expected) throws IOException {
    assertThat(decision(made.source(kind, state))).isEqualTo(expected);
    made.metadata()
        .filter(server -> state.startsWith("version 1"))
        .ifPresent(
            server ->
                assertThat(server.requests())
                    .as("version 1 is never asked")
                    .noneMatch(request -> request.startsWith("GET ")));
  }
}
