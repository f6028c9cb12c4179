package io.github.kvssecure.local;

import io.github.kvssecure.local.faults.ArmedFaults;
import io.github.kvssecure.local.faults.HttpFaults;
import io.github.kvssecure.local.http.HttpServer;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.IdentityStore;
import io.github.kvssecure.local.iot.CredentialsProvider;
import io.github.kvssecure.local.iot.ThingRegistry;
import io.github.kvssecure.local.kms.KeyRegistry;
import io.github.kvssecure.local.kms.KeyUse;
import io.github.kvssecure.local.kms.KmsService;
import io.github.kvssecure.local.media.GetMediaService;
import io.github.kvssecure.local.media.MediaContext;
import io.github.kvssecure.local.media.PutMediaService;
import io.github.kvssecure.local.media.StreamEncryption;
import io.github.kvssecure.local.sigv4.SignatureVerifier;
import io.github.kvssecure.local.sso.PortalService;
import io.github.kvssecure.local.sso.SignInRegistry;
import io.github.kvssecure.local.streams.MediaCapacity;
import io.github.kvssecure.local.streams.StreamService;
import io.github.kvssecure.local.streams.StreamStore;
import io.github.kvssecure.local.sts.StsService;
import io.github.kvssecure.local.tls.CertificateAuthority;
import io.github.kvssecure.local.tls.DeviceTrust;
import io.github.kvssecure.local.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A stand-in for Kinesis Video Streams, KMS, STS, the portal of IAM Identity Center and the IoT
 * credentials provider on the loopback interface: real TLS, verified signatures, evaluated
 * policies, and media that is acknowledged while it arrives. Everything is in memory and gone after
 * {@link #close()}. Thread-safe.
 */
public final class LocalKvs implements AutoCloseable {
  private final String region;
  private final String account;
  private final CertificateAuthority ca;
  private final CallLog calls;
  private final ArmedFaults faults = new ArmedFaults();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final HttpFaults disturbances;
  private final ScheduledExecutorService timer;
  private final LocalKeys keys;
  private final LocalIdentities identities;
  private final LocalStreams streams;
  private final DataPlane plane;
  private final HttpServer deviceServer;
  private final LocalThings things;
  private final LocalSignIns signIns;

  LocalKvs(LocalKvsBuilder settings) throws GeneralSecurityException, IOException {
    this.region = settings.region;
    this.account = settings.account;
    this.ca =
        settings.sharedAuthority.isPresent()
            ? settings.sharedAuthority.get().ca
            : new CertificateAuthority();
    this.calls = new CallLog(settings.clock);
    this.timer = Executors.newScheduledThreadPool(2, LocalKvs::timerThread);
    IdentityStore identityStore = new IdentityStore(account, settings.clock);
    KeyRegistry registeredKeys = new KeyRegistry(region, account, settings.clock);
    KeyUse keyUse = new KeyUse(registeredKeys, region);
    StreamStore store =
        new StreamStore(
            "arn:aws:kinesisvideo:" + region + ":" + account + ":stream/",
            settings.clock,
            new StreamStore.Behaviour(
                settings.creationTime,
                settings.keyForm(registeredKeys),
                new MediaCapacity(settings.mediaCapacity),
                settings.callRates));
    this.keys = new LocalKeys(registeredKeys, region, account);
    this.identities = new LocalIdentities(identityStore);
    this.streams = new LocalStreams(store);
    this.disturbances = new HttpFaults(stopped);
    MediaContext media =
        new MediaContext(
            store,
            new StreamEncryption(registeredKeys, keyUse),
            settings.times,
            settings.limits,
            settings.clock,
            disturbances,
            timer);
    SignInRegistry signedIn = new SignInRegistry(settings.clock);
    this.signIns = new LocalSignIns(signedIn);
    Router.Services services =
        new Router.Services(
            new StreamService(store, keys.managedAliasArn(), this::dataEndpoint),
            new PutMediaService(media),
            new GetMediaService(media),
            new KmsService(registeredKeys, keyUse, settings.clock),
            new StsService(identityStore, account),
            new PortalService(signedIn, identityStore));
    SignatureVerifier signatures =
        new SignatureVerifier(identityStore, region, settings.clock, settings.payloadRule);
    Router router =
        new Router(
            services,
            signatures,
            new Router.Disorder(faults, disturbances, this::requireMediaAt),
            calls);
    ServerTls tls = settings.tls();
    SSLContext context = tls.context(ca, settings.hostNames());
    this.plane =
        new DataPlane(
            () -> HttpServer.open(context, tls.parameters(context), router, settings.clock),
            settings.dataEndpoint);
    ThingRegistry registry = new ThingRegistry();
    SSLContext deviceContext =
        tls.context(ca, settings.hostNames(), new DeviceTrust(ca.certificate(), registry::active));
    SSLParameters deviceParameters = tls.parameters(deviceContext);
    deviceParameters.setNeedClientAuth(true);
    DeviceRouter devices =
        new DeviceRouter(
            new CredentialsProvider(registry, identityStore, region), faults, disturbances, calls);
    this.deviceServer = HttpServer.open(deviceContext, deviceParameters, devices, settings.clock);
    this.things = new LocalThings(registry, ca, deviceServer::port);
  }

  /** Starts a stand-in of region eu-central-1 and account 123456789012 on an ephemeral port. */
  public static LocalKvs start() {
    return builder().start();
  }

  /** Returns the settings of a stand-in to start. */
  public static LocalKvsBuilder builder() {
    return new LocalKvsBuilder();
  }

  /**
   * Returns the endpoint of control plane, KMS, STS, Identity Center and data plane, {@code
   * https://localhost:PORT}.
   */
  public URI endpoint() {
    return plane.home();
  }

  /**
   * Sets what GetDataEndpoint answers from now on, also an address that no producer should accept.
   */
  public void dataEndpoint(URI endpoint) {
    plane.name(endpoint);
  }

  /**
   * Returns what GetDataEndpoint answers: {@link #endpoint()} unless media moved or it was set
   * otherwise.
   */
  public URI dataEndpoint() {
    return plane.media();
  }

  /**
   * Moves the data plane to another port, or back: uploads that run go on, new ones are refused at
   * the old address with InvalidEndpointException, and GetDataEndpoint names the new one.
   */
  public void moveDataEndpoint() {
    plane.move();
  }

  private void requireMediaAt(int port) throws ServiceException {
    plane.requireMediaAt(port);
  }

  /** Returns the certificate of the throw-away CA, for the trust store of a client. */
  public X509Certificate caCertificate() {
    return ca.certificate();
  }

  /**
   * Writes the certificate of the CA as {@code kvs-local-ca.pem} into a directory and returns the
   * file.
   */
  public Path caCertificatePem(Path dir) {
    try {
      return Files.writeString(
          dir.resolve("kvs-local-ca.pem"), ServerTls.pem(ca.certificate().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("our own certificate cannot be encoded", e);
    }
  }

  /** Returns the region, the one that signatures must be scoped to. */
  public String region() {
    return region;
  }

  /** Returns the account number. */
  public String account() {
    return account;
  }

  /** Returns the KMS side. */
  public LocalKeys keys() {
    return keys;
  }

  /** Returns the roles and users. */
  public LocalIdentities identities() {
    return identities;
  }

  /** Returns the IAM Identity Center side: who is signed in, and what for. */
  public LocalSignIns signIns() {
    return signIns;
  }

  /** Returns the IoT side: things, role aliases and the credentials provider. */
  public LocalThings things() {
    return things;
  }

  /** Returns the streams and what was stored in them. */
  public LocalStreams streams() {
    return streams;
  }

  /** Arms a fault with its defaults for the next PutMedia call. */
  public void arm(Fault fault) {
    arm(FaultPlan.of(fault));
  }

  /** Arms a fault with its defaults for the next calls of PutMedia. */
  public void arm(Fault fault, int times) {
    arm(FaultPlan.of(fault).times(times));
  }

  /** Arms a fault for the next calls of one operation. */
  public void arm(Fault fault, String operation, int times) {
    arm(FaultPlan.of(fault).onOperation(operation).times(times));
  }

  /** Arms a fault as planned, behind those already armed. */
  public void arm(FaultPlan plan) {
    faults.arm(plan);
  }

  /**
   * Forgets every armed fault that did not happen yet, every key problem that was armed, and the
   * data endpoint that was set or moved to.
   */
  public void disarm() {
    faults.disarm();
    keys.recoverAll();
    plane.reset();
  }

  /**
   * Returns how often each fault had its effect, by its name and, for error acknowledgements, its
   * number: {@code "ACK_ERROR 4501"}. One that is armed and not met counts for nothing.
   */
  public Map<String, Long> happened() {
    return disturbances.happened();
  }

  /**
   * Loses the network, or crashes: resets every connection and each that is made, until {@link
   * #recover}. What was stored stays; {@link LocalStreams#forgetMedia} makes it a loss of the
   * store.
   */
  public void goOffline() {
    plane.offline();
    deviceServer.offline();
  }

  /**
   * Loses the network without a word: connections stay and new ones are taken, but no byte is read
   * and none is answered, until {@link #recover}. Then what was sent meanwhile arrives. After
   * {@link #goOffline}, whoever comes back meets the silence.
   */
  public void goSilent() {
    plane.silent();
    deviceServer.silent();
  }

  /** Takes connections again, on the same port. */
  public void recover() {
    plane.online();
    deviceServer.online();
  }

  /**
   * Returns every request answered so far, in the order in which the answers began.
   *
   * @throws IllegalStateException when there were more than 100,000 since {@link #clearCalls()}
   */
  public List<RecordedCall> calls() {
    return calls.all();
  }

  /** Forgets the calls so far. */
  public void clearCalls() {
    calls.clear();
  }

  /** Closes every connection and forgets everything. Idempotent. */
  @Override
  public void close() {
    stopped.countDown();
    plane.close();
    deviceServer.close();
    // Whoever waits for one of them would wait for ever.
    timer.shutdownNow().stream()
        .filter(Future.class::isInstance)
        .forEach(task -> ((Future<?>) task).cancel(false));
  }

  private static Thread timerThread(Runnable work) {
    Thread thread = new Thread(work, "kvs-local-timer");
    thread.setDaemon(true);
    return thread;
  }
}
