package io.github.kvssecure;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsControlPlane;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.aws.AwsKeyDirectory;
import io.github.kvssecure.internal.aws.CredentialResolver;
import io.github.kvssecure.internal.aws.CredentialSources;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.iot.DeviceGuard;
import io.github.kvssecure.internal.session.Backoff;
import io.github.kvssecure.internal.session.KeyLookups;
import io.github.kvssecure.internal.session.KeyWatch;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.session.SessionServices;
import io.github.kvssecure.internal.session.StreamOpener;
import io.github.kvssecure.internal.session.StreamSession;
import io.github.kvssecure.internal.transport.PutMediaTransport;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TlsSettings;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.policy.ControlReport;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.policy.Waiver;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.spi.UploadTransport;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a producer is made of: one gate, one transport, one packager, few threads. Thread-safe. */
final class ProducerRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProducerRuntime.class);
  private static final int THREADS = 4;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final PolicyGate gate;
  private final List<String> insecureOptions;
  private final SessionServices services;
  private final Principal producer;
  private final Optional<Principal> auditor;
  private final Function<CredentialSource, Principal> administrators;
  private final StreamOpener opener;
  private final KeyWatch keyWatch;
  private final Backoff backoff = new Backoff(new SecureRandom());
  private final Optional<DeviceGuard> device;
  private final Map<StreamName, Optional<StreamSession>> streams = new ConcurrentHashMap<>();

  /**
   * What a builder collected.
   *
   * @param region where streams are
   * @param credentials who signs
   * @param policy what is refused
   * @param listener who is told
   * @param audit what is looked at beside the streams
   * @param standIn what plays AWS, if not AWS
   */
  public record Settings(
      AwsRegion region,
      CredentialSource credentials,
      SecurityPolicy policy,
      IngestListener listener,
      Audit audit,
      Optional<StandIn> standIn) {

    List<String> insecureOptions() {
      return standIn
          .map(s -> "insecurelyUseLoopbackEndpoint(" + s.uri() + "): " + s.reason())
          .map(List::of)
          .orElse(List.of());
    }

    Optional<Facts.LoopbackOption> loopback() {
      return standIn.map(s -> new Facts.LoopbackOption(s.uri(), s.reason()));
    }

    TransportSettings transport() {
      TlsPolicy tls = policy.network().tls();
      return TransportSettings.defaults()
          .withTls(TlsSettings.of(tls))
          .withProxies(Ambience.proxyRoute(Environment.ofThisProcess()))
          .withTrust(TlsContext.of(tls, standIn.map(StandIn::authority).stream().toList()));
    }

    AwsEndpoints endpoints() {
      return standIn
          .map(s -> AwsEndpoints.standIn(region, s.uri(), List.of(s.authority())))
          .orElseGet(() -> AwsEndpoints.of(region));
    }
  }

  /**
   * What is looked at beside the streams.
   *
   * @param keys who may describe keys, if anybody
   * @param documents IAM documents to review
   */
  public record Audit(Optional<CredentialSource> keys, List<IamPolicyDocument> documents) {}

  /**
   * What plays AWS on this machine.
   *
   * @param uri where
   * @param authority who vouches for it
   * @param reason why it is used
   */
  public record StandIn(URI uri, X509Certificate authority, String reason) {}

  private ProducerRuntime(
      Settings settings, PolicyGate gate, MediaProducer media, UploadTransport transport) {
    this.gate = gate;
    this.insecureOptions = settings.insecureOptions();
    ScheduledExecutorService executor = executor();
    Clock clock = Clock.systemUTC();
    Devices devices = new Devices(settings, gate, clock);
    this.device = devices.guard();
    this.services =
        new SessionServices(
            gate,
            settings.listener(),
            media,
            devices.watched(transport),
            executor,
            new SessionServices.Place(settings.region(), settings.loopback(), clock));
    AwsClients clients =
        new AwsClients(
            settings.endpoints(), settings.transport(), new GatedConnections(gate, clock));
    CredentialResolver resolver =
        new CredentialResolver(clients, clock, source -> devices.credentials(source, clients));
    this.producer = principal("producer", settings.credentials(), clients, resolver);
    this.auditor =
        settings.audit().keys().map(source -> principal("auditor", source, clients, resolver));
    this.administrators = source -> principal("administrator", source, clients, resolver);
    KeyLookups lookups = new KeyLookups(services, auditor);
    this.keyWatch = new KeyWatch(services, lookups);
    this.opener =
        new StreamOpener(
            services,
            producer,
            lookups,
            administrators,
            duration -> Thread.sleep(duration.toMillis()));
  }

  /**
   * Judges the settings, then makes everything. Neither network nor native code is touched before
   * all of it is judged.
   *
   * @param settings what the builder collected
   * @param provider what packages the media; found through {@link ServiceLoader} if absent
   * @return the runtime
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses
   * @throws IngestConfigurationException if nothing packages media
   */
  public static ProducerRuntime start(Settings settings, Optional<MediaProducerProvider> provider) {
    PolicyGate gate = new PolicyGate(settings.policy(), Clock.systemUTC(), settings.listener());
    judge(settings, gate);
    MediaProducerProvider packager = provider.orElseGet(ProducerRuntime::findPackager);
    MediaProducer media = packager.mediaProducer();
    UploadTransport transport = PutMediaTransport.start(settings.transport());
    ProducerRuntime runtime = new ProducerRuntime(settings, gate, media, transport);
    runtime.announce(settings, packager.name());
    return runtime;
  }

  private static void judge(Settings settings, PolicyGate gate) {
    PolicyGate.Inspection inspection =
        gate.admission()
            .of(
                Rules.REGION,
                new Facts.RegionUse("producer", settings.region().id(), settings.region()))
            .of(
                Rules.ENDPOINT,
                new Facts.EndpointUse(
                    "control plane endpoint",
                    settings.endpoints().kinesisVideo(),
                    settings.region(),
                    settings.loopback()));
    Ambience.judge(inspection, Environment.ofThisProcess());
    inspection.of(Rules.IAM_DOCUMENTS, settings.audit().documents());
    judgeLiteral(inspection, "producer", settings.credentials());
    settings.audit().keys().ifPresent(source -> judgeLiteral(inspection, "auditor", source));
    new Devices(settings, gate, Clock.systemUTC())
        .guard()
        .ifPresent(device -> device.inspect(inspection));
    inspection.conclude();
  }

  private static void judgeLiteral(
      PolicyGate.Inspection inspection, String role, CredentialSource source) {
    CredentialSources.literalCredentials(source)
        .ifPresent(
            literal ->
                inspection.of(
                    Rules.LITERAL_CREDENTIALS,
                    new Facts.CredentialUse(
                        "credentials of the " + role, literal, Clock.systemUTC().instant())));
  }

  private void announce(Settings settings, String packager) {
    LOG.info("{}, media packaged by {}", settings.policy(), packager);
    for (Waiver waiver : settings.policy().waivers().values()) {
      LOG.warn("waived until {}: {} ({})", waiver.until(), waiver.control().id(), waiver.reason());
    }
    settings.insecureOptions().forEach(option -> LOG.warn("insecure option in use: {}", option));
    services.tell(
        new IngestEvent.ProducerBuilt(settings.policy(), packager, settings.insecureOptions()));
  }

  private static MediaProducerProvider findPackager() {
    return ServiceLoader.load(MediaProducerProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IngestConfigurationException(
                    "nothing on the class path packages media; add the dependency"
                        + " io.github.kvssecure:kvs-secure-producer-jni"));
  }

  private static Principal principal(
      String role, CredentialSource source, AwsClients clients, CredentialResolver resolver) {
    SessionCredentialsProvider credentials = resolver.open(source);
    return new Principal(
        role,
        credentials,
        new AwsControlPlane(clients, credentials),
        new AwsKeyDirectory(clients, credentials));
  }

  private static ScheduledExecutorService executor() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newScheduledThreadPool(
        THREADS,
        task -> {
          Thread thread = new Thread(task, "kvs-session-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Opens a stream.
   *
   * @param spec what is asked for
   * @return its session
   * @throws InterruptedException if interrupted while waiting for a new stream
   */
  public StreamSession open(StreamSpec spec) throws InterruptedException {
    device.ifPresent(guard -> guard.admit(spec.name()));
    if (streams.putIfAbsent(spec.name(), Optional.empty()) != null) {
      throw new IngestConfigurationException(
          "stream "
              + spec.name()
              + " is open in this producer already; close it first, or put its tracks into one spec");
    }
    boolean opened = false;
    try {
      StreamOpener.VerifiedStream verified = opener.open(spec);
      StreamSession session = new StreamSession(services, verified, producer, backoff);
      keyWatch.add(verified);
      streams.put(spec.name(), Optional.of(session));
      opened = true;
      return session;
    } finally {
      if (!opened) {
        streams.remove(spec.name());
      }
    }
  }

  /**
   * Forgets a stream that was closed.
   *
   * @param name which
   */
  public void closed(StreamName name) {
    streams.remove(name);
    keyWatch.remove(name);
  }

  /**
   * Somebody who changes and deletes streams under the same policy.
   *
   * @param source the administrator's credentials
   * @return the administration
   */
  public StreamAdministration administration(CredentialSource source) {
    return new StreamAdministration(services, administrators.apply(source));
  }

  /**
   * Where every control stands.
   *
   * @return the report
   */
  public ControlReport report() {
    return gate.report(insecureOptions);
  }

  @Override
  public void close() {
    for (Optional<StreamSession> session : streams.values()) {
      try {
        if (session.isPresent()) {
          session.get().close(DRAIN);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    streams.clear();
    services.transport().close();
    services.executor().shutdownNow();
    producer.close();
    auditor.ifPresent(Principal::close);
  }
}
