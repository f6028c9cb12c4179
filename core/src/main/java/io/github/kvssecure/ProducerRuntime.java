package io.github.kvssecure;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.aws.CredentialResolver;
import io.github.kvssecure.internal.aws.CredentialSources;
import io.github.kvssecure.internal.aws.Surroundings;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.iot.DeviceGuard;
import io.github.kvssecure.internal.session.Backoff;
import io.github.kvssecure.internal.session.CredentialInspection;
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
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a producer is made of: one gate, one transport, one packager, few threads. Thread-safe. */
final class ProducerRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProducerRuntime.class);
  private static final int THREADS = 4;
  private static final int LOOK_EVERY_SECONDS = 10;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final PolicyGate gate;
  private final List<String> insecureOptions;
  private final SessionServices services;
  private final AwsPrincipals principals;
  private final Optional<Principal> auditor;
  private final StreamOpener opener;
  private final KeyWatch keyWatch;
  private final Backoff backoff = new Backoff(new SecureRandom());
  private final Map<StreamName, Optional<OpenStream>> streams = new ConcurrentHashMap<>();

  /** A stream that is open, who sends to it, and what keeps the credentials fresh. */
  private record OpenStream(StreamSession session, Principal producer, Future<?> renewal) {
    void free() {
      renewal.cancel(false);
      producer.close();
    }
  }

  private final Optional<DeviceGuard> device;

  /**
   * What a builder collected.
   *
   * @param region where streams are
   * @param credentials who signs
   * @param policy what is refused
   * @param listener who is told
   * @param audit what is looked at beside the streams
   * @param standIn what plays AWS, if not AWS
   * @param clock the present
   */
  public record Settings(
      AwsRegion region,
      CredentialSource credentials,
      SecurityPolicy policy,
      IngestListener listener,
      Audit audit,
      Optional<StandIn> standIn,
      Clock clock) {

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
      TlsContext trust = TlsContext.of(tls, standIn.map(StandIn::authority).stream().toList());
      return TransportSettings.defaults()
          .withTls(TlsSettings.of(tls))
          .withTime(new TransportSettings.Time(clock, System::nanoTime))
          .withProxies(Ambience.proxyRoute(Environment.ofThisProcess(), trust))
          .withTrust(trust);
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
    Clock clock = settings.clock();
    CredentialSources sources = new CredentialSources(Surroundings.ofThisProcess());
    Devices devices = new Devices(settings, gate, clock);
    this.device = devices.guard();
    this.services =
        new SessionServices(
            gate,
            new CredentialInspection(gate, settings.region(), clock, sources::placeOf),
            settings.listener(),
            media,
            devices.watched(transport),
            executor,
            new SessionServices.Place(settings.region(), settings.loopback(), clock));
    this.principals =
        new AwsPrincipals(
            settings.credentials(),
            new AwsClients(
                settings.endpoints(), settings.transport(), new GatedConnections(gate, clock)),
            clients ->
                new CredentialResolver(
                    clients,
                    clock,
                    new RenewalEvents(settings.listener()),
                    new BaseCredentials(gate, clock, sources),
                    source -> devices.credentials(source, clients)),
            gate);
    this.auditor = settings.audit().keys().map(principals::auditor);
    KeyLookups lookups = new KeyLookups(services, auditor);
    this.keyWatch = new KeyWatch(services, lookups);
    this.opener =
        new StreamOpener(
            services, principals, lookups, duration -> Thread.sleep(duration.toMillis()));
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
    PolicyGate gate = new PolicyGate(settings.policy(), settings.clock(), settings.listener());
    StartupChecks.judge(settings, gate, settings.clock());
    MediaProducerProvider packager = provider.orElseGet(ProducerRuntime::findPackager);
    MediaProducer media = packager.mediaProducer();
    UploadTransport transport = PutMediaTransport.start(settings.transport());
    ProducerRuntime runtime = new ProducerRuntime(settings, gate, media, transport);
    runtime.announce(settings, packager.name());
    return runtime;
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
      StreamOpener.OpenedStream found = opener.open(spec);
      OpenStream stream = start(found);
      keyWatch.add(found.stream());
      streams.put(spec.name(), Optional.of(stream));
      opened = true;
      return stream.session();
    } finally {
      if (!opened) {
        streams.remove(spec.name());
      }
    }
  }

  private OpenStream start(StreamOpener.OpenedStream opened) {
    Principal producer = opened.producer();
    try {
      StreamSession session = new StreamSession(services, opened.stream(), producer, backoff);
      // Looking often costs nothing; credentials are renewed only when it is time.
      Future<?> renewal =
          services
              .executor()
              .scheduleWithFixedDelay(
                  () -> renew(producer), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
      return new OpenStream(session, producer, renewal);
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  private static void renew(Principal producer) {
    try {
      var unused = producer.credentials().resolve();
    } catch (RuntimeException e) {
      // The listener was told; uploads are refused until there are credentials again.
      LOG.debug("no credentials: {}", e.getMessage());
    }
  }

  /**
   * Forgets a stream that was closed.
   *
   * @param name which
   */
  public void closed(StreamName name) {
    Optional<OpenStream> stream = streams.remove(name);
    if (stream != null) {
      stream.ifPresent(OpenStream::free);
    }
    keyWatch.remove(name);
  }

  /**
   * Somebody who changes and deletes streams under the same policy.
   *
   * @param source the administrator's credentials
   * @return the administration
   */
  public StreamAdministration administration(CredentialSource source) {
    return new StreamAdministration(services, principals.administrator(source));
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
    for (Optional<OpenStream> stream : streams.values()) {
      try {
        if (stream.isPresent()) {
          stream.get().session().close(DRAIN);
          stream.get().free();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    streams.clear();
    services.transport().close();
    services.executor().shutdownNow();
    principals.close();
    auditor.ifPresent(Principal::close);
  }
}
