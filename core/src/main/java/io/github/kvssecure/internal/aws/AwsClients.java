package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.internal.transport.TransportTimeouts;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Makes the SDK's clients, with everything said that the SDK would otherwise look for in the
 * environment, in system properties or in a profile: endpoint, Region, credentials, FIPS and dual
 * stack, defaults, retries. Thread-safe; each client belongs to whoever asked for it.
 *
 * <p>Security: calls go over {@link ControlPlaneHttp}, the TLS of uploads.
 */
public final class AwsClients {

  /** How long a call may take, retries included. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** How long one attempt may take. */
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

  private static final TransportTimeouts TIMEOUTS =
      new TransportTimeouts(
          Duration.ofSeconds(3), Duration.ofSeconds(3), ATTEMPT_TIMEOUT, ATTEMPT_TIMEOUT);
  private static final int ATTEMPTS = 3;
  private static final String USER_AGENT = "kvs-secure-producer";

  private final AwsEndpoints endpoints;
  private final ControlPlaneHttp http;
  private final Clock clock;
  private final Consumer<String> calls;

  /**
   * Watches the timeouts of all calls: each client would otherwise have five threads of its own.
   */
  private final ScheduledExecutorService timer;

  /**
   * Clients for these endpoints, with the strict TLS policy and nobody who watches.
   *
   * @param endpoints where and whom to trust
   * @throws IllegalStateException if the JVM's trust store cannot be read
   * @throws io.github.kvssecure.stream.IngestConfigurationException if nobody is trusted at all
   */
  public AwsClients(AwsEndpoints endpoints) {
    this(
        endpoints,
        TransportSettings.defaults()
            .withTrust(TlsContext.of(TlsPolicy.strict(), endpoints.authorities())),
        ConnectionWatch.NONE);
  }

  /**
   * Clients for these endpoints.
   *
   * @param endpoints where
   * @param settings versions and suites, trust, resolver; its timeouts are not used
   * @param watch told of every connection
   */
  public AwsClients(AwsEndpoints endpoints, TransportSettings settings, ConnectionWatch watch) {
    this(
        endpoints,
        new ControlPlaneHttp(settings.withTimeouts(TIMEOUTS), ATTEMPT_TIMEOUT, watch),
        settings.time().wall(),
        action -> {},
        timer());
  }

  private AwsClients(
      AwsEndpoints endpoints,
      ControlPlaneHttp http,
      Clock clock,
      Consumer<String> calls,
      ScheduledExecutorService timer) {
    this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
    this.http = http;
    this.clock = clock;
    this.calls = calls;
    this.timer = timer;
  }

  /** One thread, which ends when there is nothing to watch. */
  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "kvs-call-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /**
   * The same clients, which tell of every request they send.
   *
   * @param recorder told of the action as IAM names it, for example {@code
   *     kinesisvideo:DescribeStream}; must not block
   * @return clients for one principal
   */
  public AwsClients recordingInto(Consumer<String> recorder) {
    return new AwsClients(endpoints, http, clock, recorder, timer);
  }

  /**
   * The Region of these clients.
   *
   * @return the Region
   */
  public AwsRegion region() {
    return endpoints.region();
  }

  /**
   * Where these clients go.
   *
   * @return the endpoints
   */
  AwsEndpoints endpoints() {
    return endpoints;
  }

  /**
   * A client of the control plane of KVS.
   *
   * @param credentials sign its calls; not closed with it
   * @return the client
   */
  KinesisVideoClient kinesisVideo(SessionCredentialsProvider credentials) {
    return configured(KinesisVideoClient.builder(), endpoints.kinesisVideo(), credentials).build();
  }

  /**
   * A client of KMS.
   *
   * @param credentials sign its calls; not closed with it
   * @return the client
   */
  KmsClient kms(SessionCredentialsProvider credentials) {
    return configured(KmsClient.builder(), endpoints.kms(), credentials).build();
  }

  /**
   * A client of the Region's STS.
   *
   * @param credentials sign its calls; not closed with it
   * @return the client
   */
  StsClient sts(SessionCredentialsProvider credentials) {
    return configured(StsClient.builder(), endpoints.sts(), credentials).build();
  }

  /**
   * A client of the Region's STS for calls that are not signed.
   *
   * @return the client
   */
  StsClient anonymousSts() {
    return unsigned(StsClient.builder(), endpoints.sts(), endpoints.region()).build();
  }

  /**
   * Has a client make calls that are not signed.
   *
   * @param builder of the client
   * @param endpoint where it calls
   * @param region of the service
   * @return the builder
   */
  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B unsigned(
      B builder, URI endpoint, AwsRegion region) {
    return configured(builder, endpoint, AnonymousCredentialsProvider.create())
        .region(Region.of(region.id()));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder, URI endpoint, SessionCredentialsProvider credentials) {
    return configured(builder, endpoint, () -> signer(credentials.resolve()));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder, URI endpoint, AwsCredentialsProvider credentials) {
    return builder
        .region(Region.of(endpoints.region().id()))
        .endpointOverride(endpoint)
        .fipsEnabled(false)
        .dualstackEnabled(false)
        .defaultsMode(DefaultsMode.STANDARD)
        .credentialsProvider(credentials)
        .putAuthScheme(new ControlPlaneAuthScheme(clock))
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new CallRecorder(calls))
                .scheduledExecutorService(timer)
                .apiCallTimeout(CALL_TIMEOUT)
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .retryOnException(FailureTranslation::isThrottled)
                        .treatAsThrottling(FailureTranslation::isThrottled)
                        .build())
                .defaultProfileFile(ProfileFile.aggregator().build())
                .defaultProfileName("none")
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, USER_AGENT)
                .build());
  }

  /**
   * Credentials as the SDK has them.
   *
   * @param credentials ours
   * @return the same ones
   */
  static AwsCredentials signer(SessionCredentials credentials) {
    return credentials
        .sessionToken()
        .<AwsCredentials>map(
            token ->
                AwsSessionCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), token))
        .orElseGet(
            () ->
                AwsBasicCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey()));
  }
}
