package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.iot.TestDevice;
import io.github.kvssecure.local.DeviceKeys;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MetadataServer;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.StaticKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

/**
 * Makes sources of every kind in every state, on a machine whose variables, properties, files and
 * metadata service it makes up as well. Not thread-safe.
 */
public final class MadeUpSources implements AutoCloseable {

  private final LocalKvs kvs = LocalKvs.start();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Path folder;
  private String profiles = "";
  private Optional<MetadataServer> metadata = Optional.empty();
  private Optional<String> signIn = Optional.empty();

  /**
   * A machine without any source.
   *
   * @param folder for files
   */
  public MadeUpSources(Path folder) {
    this.folder = folder;
    kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
    kvs.things().roleAlias("cameras", LocalIdentities.CAMERA, Duration.ofHours(1));
    kvs.things().roleAlias("repointed", LocalIdentities.ADMINISTRATOR, Duration.ofHours(1));
  }

  public LocalKvs kvs() {
    return kvs;
  }

  public Surroundings surroundings() {
    return new Surroundings(
        variables::get, properties::get, this::profileFile, name -> signIn.isPresent());
  }

  public Optional<MetadataServer> metadata() {
    return metadata;
  }

  @Override
  public void close() {
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

  /** The source that a row names. */
  public CredentialSource source(String kind, String state) throws IOException {
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
      case "iot" -> iot(state);
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
    if (state.startsWith("role ")) {
      return roleProfile(state);
    }
    if (state.contains("signed")) {
      return identityCenter(state);
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

  /** A profile that assumes the camera's role, with another whose credentials it takes. */
  private CredentialSource roleProfile(String state) throws IOException {
    String base =
        switch (state) {
          case "role over an instance" -> {
            assertThat(instance("session").kind()).isEqualTo(CredentialKind.INSTANCE_ROLE);
            yield "credential_source = Ec2InstanceMetadata\n";
          }
          case "role over a container" -> {
            assertThat(container("session").kind()).isEqualTo(CredentialKind.CONTAINER_ROLE);
            yield "credential_source = EcsContainer\n";
          }
          case "role with a token" -> {
            assertThat(web("session").kind()).isEqualTo(CredentialKind.WEB_IDENTITY);
            yield "web_identity_token_file = " + folder.resolve("token") + "\n";
          }
          case "role over itself" -> "source_profile = door\n";
          case "role over nobody" -> "source_profile = nobody\n";
          case "role with a code" -> "source_profile = base\nmfa_serial = 123\n";
          case "role of a customer" -> "source_profile = base\nexternal_id = site-7\n";
          case "role of another customer" -> "source_profile = base\nexternal_id = site-8\n";
          default -> "source_profile = base\n";
        };
    CredentialSource below =
        state.equals("role over a sign-in") ? identityCenter("signed in") : processBelow(state);
    assertThat(below).isEqualTo(CredentialSource.profile("door"));
    String role = state.contains("customer") ? customer() : LocalIdentities.CAMERA;
    profiles =
        profiles.replace("[door]", "[base]")
            + "[door]\nrole_arn = %s\n%s".formatted(kvs.identities().roleArn(role), base);
    return CredentialSource.profile("door");
  }

  private CredentialSource processBelow(String state) throws IOException {
    return profile(state.equals("role over a user") ? "process of a user" : "process session");
  }

  /** A role whose owner lets the camera in on behalf of one site only. */
  private String customer() {
    String trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"%s"},"Condition":{"StringEquals":{"sts:ExternalId":"site-7"}}}]}"""
            .formatted(kvs.identities().roleArn(LocalIdentities.CAMERA));
    kvs.identities().role("customer", trust, LocalIdentities.policy("kinesisvideo:*"));
    return "customer";
  }

  /** A profile of IAM Identity Center, and what aws sso login left behind. */
  private CredentialSource identityCenter(String state) throws IOException {
    boolean over = state.equals("signed in once");
    Duration life = over ? Duration.ofMinutes(-1) : Duration.ofHours(1);
    String token = kvs.signIns().signIn("jane", life);
    signIn = Optional.of(token);
    kvs.signIns()
        .permissionSet(
            "Cameras",
            state.equals("signed in for nothing") ? "no-such-role" : LocalIdentities.CAMERA);
    variables.put("HOME", folder.toString());
    profiles =
        """
        [door]
        sso_start_url = https://kvs.awsapps.com/start
        sso_region = %s
        sso_account_id = 123456789012
        sso_role_name = Cameras
        """
            .formatted(state.equals("signed in elsewhere") ? "cn-north-1" : "eu-central-1");
    if (state.equals("signed out")) {
      kvs.signIns().signOutAll();
    }
    if (!state.equals("never signed in")) {
      // The name is the SHA-1 of the start URL.
      Path cache = Files.createDirectories(folder.resolve(".aws/sso/cache"));
      Files.writeString(
          cache.resolve("ab49d5c7d45bcb47b3d4c15ff1ce265523d02f44.json"),
          "{\"accessToken\":\"%s\",\"expiresAt\":\"%s\"}"
              .formatted(
                  token,
                  state.equals("signed in by an old client")
                      ? Instant.now()
                          .plus(life)
                          .truncatedTo(ChronoUnit.SECONDS)
                          .toString()
                          .replace("Z", "UTC")
                      : Instant.now().plus(life)));
    }
    return CredentialSource.profile("door");
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

  private CredentialSource iot(String state) {
    DeviceKeys device =
        kvs.things().create(state.equals("another thing") ? "back-door" : "front-door");
    DeviceKey key = TestDevice.pem(folder, device.privateKey(), device.certificate());
    switch (state) {
      case "inactive" -> kvs.things().deactivate(device);
      case "without a policy" -> kvs.things().detachPolicy(device);
      case "open key" -> TestDevice.mode(folder.resolve("device.key"), "rw-r--r--");
      default -> assertThat(state).isIn("session", "another thing", "repointed", "no role named");
    }
    CredentialSource.IotCertificate source =
        CredentialSource.iot(
            new IotEndpoint(kvs.things().credentialsEndpoint()),
            RoleAlias.of(state.equals("repointed") ? "repointed" : "cameras"),
            Device.of(ThingName.of("front-door"), key));
    return state.equals("no role named")
        ? source
        : source.expectingRole(RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)));
  }

  private ProfileFile profileFile() {
    return ProfileFile.builder()
        .content(new StringInputStream(profiles))
        .type(ProfileFile.Type.CREDENTIALS)
        .build();
  }
}
