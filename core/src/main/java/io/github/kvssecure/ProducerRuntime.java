package io.github.kvssecure;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.internal.aws.AwsEndpoints.Hosts;
import io.github.kvssecure.internal.aws.CallerLookup;
import io.github.kvssecure.internal.aws.CredentialResolver;
import io.github.kvssecure.internal.aws.CredentialSources;
import io.github.kvssecure.internal.aws.Machine;
import io.github.kvssecure.internal.aws.RoleProfiles;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.iot.DeviceGuard;
import io.github.kvssecure.internal.outgoing.WatchedMediaProducer;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.session.CredentialInspection;
import io.github.kvssecure.internal.session.KeyLookups;
import io.github.kvssecure.internal.session.KeyWatch;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.session.SessionServices;
import io.github.kvssecure.internal.session.SessionThreads;
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
import io.github.kvssecure.spi.UploadTransport;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamSpec;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a producer is made of: one gate, one transport, one packager, few threads. Thread-safe. */
final class ProducerRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProducerRuntime.class);

  private final PolicyGate gate;
  private final List<String> insecureOptions;
  private final PackagerChoice packager;
  private final SessionServices services;
  private final AwsPrincipals principals;
  private final Optional<Principal> auditor;
  private final OpenStreams streams;

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
   * @param memory bytes of frames that all streams together may hold, where the application says so
   * @param machine where credentials are offered
   */
  public record Settings(
      AwsRegion region,
      CredentialSource credentials,
      SecurityPolicy policy,
      IngestListener listener,
      Audit audit,
      Optional<StandIn> standIn,
      Clock clock,
      OptionalLong memory,
      Machine machine) {

    /** The same, with sources spelled out whose profiles assume roles. */
    Settings spelledOut() {
      RoleProfiles roles = new RoleProfiles(machine.surroundings());
      return new Settings(
          region,
          roles.spelledOut(credentials),
          policy,
          listener,
          new Audit(audit.keys().map(roles::spelledOut), audit.documents()),
          standIn,
          clock,
          memory,
          machine);
    }

    List<String> insecureOptions() {
      return standIn
          .map(s -> "insecurelyUseLoopbackEndpoint(" + s.uri() + "): " + s.reason())
          .map(List::of)
          .orElse(List.of());
    }

    Optional<Facts.LoopbackOption> loopback() {
      return standIn.map(s -> new Facts.LoopbackOption(s.uri(), s.reason()));
    }

    CredentialSources sources() {
      return new CredentialSources(machine.surroundings());
    }

    SourceChecks sourceChecks() {
      return new SourceChecks(this);
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
          .orElseGet(
              () ->
                  AwsEndpoints.of(
                      region, policy.network().requiresFips() ? Hosts.FIPS : Hosts.REGULAR));
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
      Settings settings, PolicyGate gate, PackagerChoice packager, OpenedParts opened) {
    this.gate = gate;
    this.packager = packager;
    this.insecureOptions = settings.insecureOptions();
    Clock clock = settings.clock();
    UploadTransport transport =
        opened.add(PutMediaTransport.start(settings.transport()), UploadTransport::close);
    SessionThreads threads = opened.add(SessionThreads.start(), SessionThreads::end);
    Devices devices = new Devices(settings, gate, clock);
    this.device = devices.guard();
    this.services =
        new SessionServices(
            gate,
            new CredentialInspection(gate, settings.region(), clock, settings.sources()::placeOf),
            settings.listener(),
            new WatchedMediaProducer(packager.media(), gate),
            devices.watched(transport),
            threads,
            new SessionServices.Place(settings.region(), settings.loopback(), clock),
            SessionServices.Budgets.of(
                settings.memory().orElse(packager.media().storageBytes() / 4 * 3),
                System::nanoTime));
    this.principals =
        opened.add(
            new AwsPrincipals(
                settings.credentials(),
                new AwsClients(
                    settings.endpoints(), settings.transport(), new GatedConnections(gate, clock)),
                clients ->
                    new CredentialResolver(
                        clients,
                        RenewalTerms.of(
                            clock, new SecureRandom(), new RenewalEvents(settings.listener())),
                        (base, credentials) ->
                            services
                                .credentials()
                                .requireBase(base, credentials, new CallerLookup(clients)::ask),
                        settings.machine(),
                        source -> devices.issuer(source, clients)),
                gate,
                settings.sourceChecks(),
                services.credentials()),
            AwsPrincipals::close);
    this.auditor =
        settings.audit().keys().map(keys -> opened.add(principals.auditor(keys), Principal::close));
    KeyLookups lookups = new KeyLookups(services, auditor);
    this.streams =
        new OpenStreams(
            services,
            new StreamOpener(
                services, principals, lookups, duration -> Thread.sleep(duration.toMillis())),
            new KeyWatch(services, lookups));
  }

  /**
   * Judges the settings, then makes everything. Neither network nor native code is touched before
   * all of it is judged.
   *
   * @param asked what the builder collected
   * @param choice chooses what packages the media; not asked before all is judged
   * @return the runtime
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses
   * @throws io.github.kvssecure.stream.IngestConfigurationException if a profile that assumes a
   *     role cannot be followed
   */
  public static ProducerRuntime start(Settings asked, Supplier<PackagerChoice> choice) {
    Settings settings = asked.spelledOut();
    PolicyGate gate = new PolicyGate(settings.policy(), settings.clock(), settings.listener());
    StartupChecks.judge(settings, gate, settings.clock());
    PackagerChoice packager = choice.get();
    try (OpenedParts opened = new OpenedParts()) {
      ProducerRuntime runtime = new ProducerRuntime(settings, gate, packager, opened);
      runtime.announce(settings);
      opened.keep();
      return runtime;
    }
  }

  private void announce(Settings settings) {
    LOG.info("{}, media packaged by {}", settings.policy(), packager.inWords());
    for (Waiver waiver : settings.policy().waivers().values()) {
      LOG.warn("waived until {}: {} ({})", waiver.until(), waiver.control().id(), waiver.reason());
    }
    settings.insecureOptions().forEach(option -> LOG.warn("insecure option in use: {}", option));
    services.tell(new IngestEvent.PackagerChosen(packager.name(), packager.reason()));
    services.tell(
        new IngestEvent.ProducerBuilt(
            settings.policy(), packager.name(), settings.insecureOptions()));
  }

  /**
   * Opens a stream.
   *
   * @param spec what is asked for
   * @return its session
   * @throws IngestConfigurationException if a stream of that name is open, or this is closed
   * @throws InterruptedException if interrupted while waiting for a new stream
   */
  public StreamSession open(StreamSpec spec) throws InterruptedException {
    streams.requireOpen();
    device.ifPresent(guard -> guard.admit(spec.name()));
    return streams.open(spec);
  }

  /**
   * Forgets a stream that was closed.
   *
   * @param session which
   */
  public void closed(StreamSession session) {
    streams.closed(session);
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
    return gate.report(insecureOptions).packagedBy(packager.inWords());
  }

  @Override
  public void close() {
    streams.close();
    services.transport().close();
    services.threads().end();
    principals.close();
    auditor.ifPresent(Principal::close);
  }
}
