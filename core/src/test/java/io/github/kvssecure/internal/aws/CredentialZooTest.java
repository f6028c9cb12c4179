package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.session.CallTally;
import io.github.kvssecure.internal.session.CredentialInspection;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MetadataServer;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.StaticKeys;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

/** Sources of every kind in every state, with the decision of the strict policy on each. */
class CredentialZooTest {

  private final LocalKvs kvs = LocalKvs.start();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final PolicyGate gate =
      new PolicyGate(SecurityPolicy.strict(), Clock.systemUTC(), IngestListener.NONE);
  @TempDir private Path folder = Path.of("");
  private String profiles = "";
  private Optional<MetadataServer> metadata = Optional.empty();

  @BeforeEach
  void makeRoles() {
    kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
  }

  @AfterEach
  void stop() {
    metadata.ifPresent(MetadataServer::close);
    kvs.close();
  }

  /** Keys in the state that a row names. */
  private AwsCredentials keys(String state) {
    return switch (state) {
      case "session" -> session(Duration.ofHours(1), true);
      case "ending" -> session(Duration.ofMinutes(4), true);
      case "over" -> session(Duration.ofMinutes(-1), true);
      case "endless" -> session(Duration.ofHours(1), false);
      case "half a day and more" -> session(Duration.ofHours(13), true);
      case "long-term" -> longTerm();
      case "of a user" -> session(kvs.identities().userSession("developer"), true);
      case "of the root" -> session(kvs.identities().rootSession(), true);
      case "of a federated user" -> session(kvs.identities().federatedSession("jane"), true);
      case "revoked" -> {
        AwsSessionCredentials keys = session(Duration.ofHours(1), true);
        kvs.identities().revoke(keys.accessKeyId());
        yield keys;
      }
      case "blank token" ->
          AwsSessionCredentials.builder()
              .accessKeyId("ASIAEXAMPLEEXAMPLE01")
              .secretAccessKey("secret")
              .sessionToken("token\n")
              .build();
      default -> throw new IllegalArgumentException(state);
    };
  }

  private AwsSessionCredentials session(Duration life, boolean saysWhen) {
    return session(kvs.identities().roleSession(LocalIdentities.CAMERA, life), saysWhen);
  }

  private static AwsSessionCredentials session(SessionKeys keys, boolean saysWhen) {
    AwsSessionCredentials.Builder session =
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken());
    if (saysWhen) {
      session.expirationTime(keys.expiration());
    }
    return session.build();
  }

  private AwsCredentials longTerm() {
    StaticKeys user = kvs.identities().user("developer");
    return AwsBasicCredentials.create(user.accessKeyId(), user.secretAccessKey());
  }

  private CredentialSource source(String kind, String state) throws IOException {
    String[] parts = kind.split(" ", 2);
    return switch (parts[0]) {
      case "provider" -> {
        AwsCredentials keys = keys(state);
        yield CredentialSource.of(() -> keys);
      }
      case "static" -> CredentialSource.of(StaticCredentialsProvider.create(keys(state)));
      case "environment" -> {
        AwsCredentials keys = keys(state);
        variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
        yield CredentialSource.of(() -> keys);
      }
      case "property" -> {
        AwsCredentials keys = keys(state);
        properties.put("aws.accessKeyId", keys.accessKeyId());
        yield CredentialSource.of(() -> keys);
      }
      case "profile" -> profile(state);
      case "process" -> process(state);
      case "instance" -> instance(state);
      case "sdk" -> CredentialSource.of(sdkProvider(parts[1], state));
      case "container" -> container(state);
      case "web" -> web(state);
      case "role" ->
          CredentialSource.assumeRole(
              RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
              "front-door-camera",
              source(parts[1], state));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** A provider that an application makes with the SDK. */
  private AwsCredentialsProvider sdkProvider(String kind, String state) throws IOException {
    CredentialSource same = source(kind.equals("instance") ? "instance" : "profile", state);
    return switch (kind) {
      case "instance" -> {
        assertThat(same.kind()).isEqualTo(CredentialKind.INSTANCE_ROLE);
        yield InstanceProfileCredentialsProvider.builder()
            .endpoint(metadata.orElseThrow().address().toString())
            .build();
      }
      case "profile" ->
          ProfileCredentialsProvider.builder()
              .profileFile(profileFile())
              .profileName("door")
              .build();
      case "default" -> {
        properties.put("aws.profile", "door");
        yield DefaultCredentialsProvider.builder().profileFile(profileFile()).build();
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private CredentialSource profile(String state) throws IOException {
    if (state.startsWith("process ")) {
      CredentialSource.Command command =
          (CredentialSource.Command) process(state.substring("process ".length()));
      profiles = "[door]\ncredential_process = %s\n".formatted(String.join(" ", command.command()));
      return CredentialSource.profile("door");
    }
    AwsCredentials keys =
        keys(state.startsWith("behind") || state.equals("sso") ? "long-term" : state);
    String token =
        keys instanceof AwsSessionCredentials session
            ? "aws_session_token = " + session.sessionToken().strip() + "\n"
            : "";
    profiles =
        "[door]\naws_access_key_id = %s\naws_secret_access_key = %s\n%s"
            .formatted(keys.accessKeyId(), keys.secretAccessKey(), token);
    if (state.equals("behind a role")) {
      profiles = profiles.replace("[door]", "[base]");
      profiles += "[door]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n";
    }
    if (state.equals("behind the environment")) {
      variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
      profiles =
          "[door]\nrole_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Environment\n";
    }
    if (state.equals("sso")) {
      profiles = "[door]\nsso_start_url = https://sso.invalid\nsso_account_id = 123456789012\n";
    }
    return CredentialSource.profile(profiles.isEmpty() ? "other" : "door");
  }

  private CredentialSource process(String state) throws IOException {
    Path output = folder.resolve("credentials.json");
    if (state.equals("no output")) {
      Files.writeString(output, "no credentials today");
    } else {
      AwsCredentials keys = keys(state);
      String end = keys.expirationTime().map(time -> ",\"Expiration\":\"" + time + "\"").orElse("");
      String token =
          keys instanceof AwsSessionCredentials session
              ? ",\"SessionToken\":\"" + session.sessionToken() + "\""
              : "";
      Files.writeString(
          output,
          "{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"%s%s}"
              .formatted(keys.accessKeyId(), keys.secretAccessKey(), token, end));
    }
    return CredentialSource.credentialProcess(Path.of("/bin/cat"), output.toString());
  }

  private CredentialSource instance(String state) throws IOException {
    SessionKeys keys =
        kvs.identities()
            .roleSession(
                LocalIdentities.CAMERA,
                state.equals("over") ? Duration.ofMinutes(-1) : Duration.ofHours(1));
    metadata =
        Optional.of(
            state.startsWith("version 1")
                ? MetadataServer.ofVersionOne(keys)
                : MetadataServer.giving(keys));
    if (state.equals("version 1 turned on")) {
      properties.put("aws.disableEc2MetadataV1", "false");
    }
    return CredentialSource.instanceRole();
  }

  private CredentialSource container(String state) throws IOException {
    CredentialSource unused = instance(state);
    String host = metadata.orElseThrow().address().toString();
    if (!state.equals("not set")) {
      variables.put(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          (state.equals("elsewhere") ? "http://credentials.invalid" : host) + "/container");
    }
    assertThat(unused.kind()).isEqualTo(CredentialKind.INSTANCE_ROLE);
    return CredentialSource.containerRole();
  }

  private CredentialSource web(String state) throws IOException {
    Path token = folder.resolve("token");
    if (!state.equals("no file")) {
      Files.writeString(token, state.equals("empty file") ? "\n" : "token-of-the-pod\n");
    }
    kvs.identities()
        .webIdentity(
            state.equals("foreign token") ? "another" : "token-of-the-pod", LocalIdentities.CAMERA);
    return CredentialSource.webIdentity(
        RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)), "front-door-camera", token);
  }

  /** What the strict policy says of a source, from its configuration to the caller. */
  private String decision(CredentialSource source) {
    Surroundings surroundings =
        new Surroundings(variables::get, properties::get, this::profileFile, name -> false);
    CredentialSources sources = new CredentialSources(surroundings);
    RenewalTerms terms =
        RenewalTerms.of(Clock.systemUTC(), new SecureRandom(), RenewalListener.NONE);
    AwsClients clients = StandIn.clients(kvs);
    CredentialResolver.Machine machine =
        new CredentialResolver.Machine(
            surroundings,
            metadata.map(MetadataServer::address).orElse(URI.create("http://127.0.0.1:1")));
    CredentialInspection inspection =
        new CredentialInspection(
            gate, AwsRegion.of(kvs.region()), Clock.systemUTC(), sources::placeOf);
    CredentialResolver resolver =
        new CredentialResolver(
            clients,
            terms,
            (base, keys) -> inspection.requireBase(base, keys, new CallerLookup(clients)::ask),
            machine,
            CredentialResolver.Devices.NONE);
    try {
      gate.admission()
          .of(
              Rules.SOURCE,
              new IdentityFacts.SourceUse("source", source.kind(), sources.longTermKeysOf(source)))
          .conclude();
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

  private ProfileFile profileFile() {
    return ProfileFile.builder()
        .content(new StringInputStream(profiles))
        .type(ProfileFile.Type.CREDENTIALS)
        .build();
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
    "static, long-term, IAM-06",
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
    "role provider, session, admitted",
    "role provider, ending, admitted",
    "role provider, endless, admitted",
    "role provider, over, ExpiredCredentials",
    "role provider, long-term, IAM-02 IAM-06",
    "role provider, of a user, IAM-03",
    "role provider, of the root, IAM-01 IAM-03",
    "role provider, of a federated user, IAM-03",
    "role provider, revoked, InvalidClientTokenId",
    "role static, long-term, IAM-06",
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
    assertThat(decision(source(kind, state))).isEqualTo(expected);
    metadata
        .filter(server -> state.startsWith("version 1"))
        .ifPresent(
            server ->
                assertThat(server.requests())
                    .as("version 1 is never asked")
                    .noneMatch(request -> request.startsWith("GET ")));
  }
}
