package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.FakeUploadTransport;
import io.github.kvssecure.fake.Somebody;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.fake.Unjudged;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsControlPlane;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.aws.AwsKeyDirectory;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeySpec;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import io.github.kvssecure.local.kms.KeyUsage;
import io.github.kvssecure.local.streams.ReportedKey;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.KeyApproval;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The stand-in, its keys, and the real adapters; each attempt has keys and a stream of its own. */
final class HostileKeys implements AutoCloseable {

  private static final String FOREIGN = "999999999999";
  private static final String ELSEWHERE = "us-east-1";
  private static final String BLIND = "blind";

  private final LocalKvs kvs;
  private final AwsClients clients;
  private final AtomicInteger number = new AtomicInteger();

  /** A stand-in that reports keys in one of the forms that the real service may report. */
  HostileKeys(ReportedKey form) {
    kvs = LocalKvs.builder().creationTime(Duration.ZERO).reportedKey(form).start();
    clients =
        new AwsClients(
            AwsEndpoints.standIn(
                AwsRegion.of(kvs.region()), kvs.endpoint(), List.of(kvs.caCertificate())));
    kvs.identities().role(BLIND, LocalIdentities.policy("kinesisvideo:*"));
  }

  LocalKvs kvs() {
    return kvs;
  }

  Attempt attempt(String policy) {
    kvs.clearCalls();
    return new Attempt(policy);
  }

  @Override
  public void close() {
    kvs.close();
  }

  private CredentialSource source(String role) {
    SessionKeys keys = kvs.identities().roleSession(role);
    return CredentialSource.of(
        StaticCredentialsProvider.create(
            AwsSessionCredentials.builder()
                .accessKeyId(keys.accessKeyId())
                .secretAccessKey(keys.secretAccessKey())
                .sessionToken(keys.sessionToken())
                .expirationTime(keys.expiration())
                .build()));
  }

  private Principal principal(String role, CredentialSource source) {
    SessionCredentialsProvider credentials = Unjudged.open(clients, source);
    return Somebody.as(
        role,
        credentials,
        new AwsControlPlane(clients, credentials),
        new AwsKeyDirectory(clients, credentials));
  }

  /** One stream that somebody tries to open. */
  final class Attempt {
    private final String name = "door-" + number.incrementAndGet();
    private final KeyRecord key = kvs.keys().create();
    private final KeyRecord other = kvs.keys().create();
    private final KeyRecord foreign = kvs.keys().ofAccount(FOREIGN).create();
    private final KeyRecord primary = kvs.keys().inRegion(ELSEWHERE).createMultiRegion();
    private final KeyRecord replica =
        kvs.keys().inRegion(ELSEWHERE).replicate(primary.arn(), kvs.region());
    private final KeyRecord signing = kvs.keys().create(KeyType.SIGNING);
    private final KeyRecord hmac =
        kvs.keys().create(KeyType.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC));
    private final String missing = UUID.randomUUID().toString();
    private final String alias = kvs.keys().alias("alias/" + name, key);
    private final String otherAlias = kvs.keys().alias("alias/other-" + name, other);
    private final String foreignAlias =
        kvs.keys().ofAccount(FOREIGN).alias("alias/" + name, foreign);
    private final PolicyGate gate;
    private String permission = "granted";
    private Optional<KmsKeyId> asked = Optional.empty();

    private Attempt(String policy) {
      kvs.keys().ofAccount(FOREIGN).allowAccount(foreign.arn(), kvs.account());
      this.gate = new PolicyGate(policy(policy), Clock.systemUTC(), IngestListener.NONE);
    }

    private SecurityPolicy policy(String words) {
      KeyApproval approval = KeyApproval.of(KeyArn.of(primary.arn()));
      return switch (words) {
        case "strict" -> SecurityPolicy.strict();
        case "baseline" -> SecurityPolicy.baseline();
        case "foreign-account" -> SecurityPolicy.strict().withKeysOfAccounts(Set.of(FOREIGN));
        case "primary" -> SecurityPolicy.strict().withApprovedKeys(approval);
        case "primary-replicas" ->
            SecurityPolicy.strict().withApprovedKeys(approval.withReplicas());
        case "needs-KMS-02" ->
            SecurityPolicy.strict().requiringEvaluationOf(Set.of(Control.KMS_02));
        case "blocks-KMS-04" -> SecurityPolicy.strict().raise(Control.KMS_04, Severity.BLOCK);
        default -> throw new IllegalArgumentException(words);
      };
    }

    private Optional<String> named(String words) {
      return switch (words) {
        case "none" -> Optional.empty();
        case "id" -> Optional.of(key.id());
        case "arn" -> Optional.of(key.arn());
        case "alias" -> Optional.of("alias/" + name);
        case "alias-arn" -> Optional.of(alias);
        case "other-arn" -> Optional.of(other.arn());
        case "other-alias" -> Optional.of(otherAlias);
        case "foreign-arn" -> Optional.of(foreign.arn());
        case "foreign-alias-arn" -> Optional.of(foreignAlias);
        case "elsewhere-arn" -> Optional.of(primary.arn());
        case "replica-arn" -> Optional.of(replica.arn());
        case "signing-arn" -> Optional.of(signing.arn());
        case "hmac-arn" -> Optional.of(hmac.arn());
        case "missing-id" -> Optional.of(missing);
        case "missing-arn" -> Optional.of(key.arn().replace(key.id(), missing));
        case "missing-alias" -> Optional.of("alias/missing-" + name);
        case "aws-alias" -> Optional.of("alias/aws/kinesisvideo");
        case "aws-alias-arn" -> Optional.of(kvs.keys().managedAliasArn());
        case "aws-old-alias" -> Optional.of("alias/aws/kinesis-video");
        default -> throw new IllegalArgumentException(words);
      };
    }

    Attempt keyInState(String state) {
      if (KeyState.valueOf(state) == KeyState.PENDING_DELETION) {
        kvs.keys().scheduleDeletion(key.arn());
      } else {
        kvs.keys().state(key.arn(), KeyState.valueOf(state));
      }
      return this;
    }

    /** Who may describe keys: an auditor and, for a new stream, the administrator. */
    Attempt described(String words) {
      permission = words;
      if (words.equals("via-service")) {
        kvs.keys().allowOnlyStreams(key.arn(), kvs.account());
      }
      return this;
    }

    Attempt asking(String words) {
      asked = named(words).map(KmsKeyId::of);
      return this;
    }

    void existingWith(String words) {
      StreamSettings settings =
          StreamSettings.none().withRetentionHours(24).withMediaType("video/h264");
      kvs.streams().create(name, named(words).map(settings::withKmsKeyId).orElse(settings));
    }

    private String describer() {
      return permission.equals("denied") ? BLIND : LocalIdentities.ADMINISTRATOR;
    }

    void open() throws InterruptedException {
      StreamSpec.Builder spec =
          StreamSpec.builder(StreamName.of(name), Camera.VIDEO).retention(Retention.ofHours(24));
      asked.ifPresent(spec::encryptedBy);
      if (!kvs.streams().exists(name)) {
        spec.createIfMissing(source(describer()));
      }
      SessionServices services =
          new SessionServices(
              gate,
              Somebody.inspection(gate, Clock.systemUTC()),
              IngestListener.NONE,
              new FakeMediaProducer(),
              new FakeUploadTransport(),
              SessionThreads.allOn(new SteppedExecutor()),
              new SessionServices.Place(
                  AwsRegion.of(kvs.region()),
                  Optional.of(new Facts.LoopbackOption(kvs.endpoint(), "a test on this machine")),
                  Clock.systemUTC()),
              SessionServices.Budgets.of(1L << 30, System::nanoTime));
      Optional<Principal> auditor =
          permission.equals("nobody")
              ? Optional.empty()
              : Optional.of(principal("auditor", source(describer())));
      try (Principal producer = principal("producer", source(LocalIdentities.CAMERA))) {
        new StreamOpener(
                services,
                new FakePrincipals(producer, source -> principal("administrator", source)),
                new KeyLookups(services, auditor),
                pause -> Thread.onSpinWait())
            .open(spec.build());
      } finally {
        auditor.ifPresent(Principal::close);
      }
    }

    List<RecordedCall> calls() {
      return kvs.calls();
    }

    Decision decision(Control control) {
      return Objects.requireNonNull(gate.report(List.of()).decisions().get(control));
    }
  }
}
