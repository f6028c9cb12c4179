package io.github.kvssecure.local;

import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeyRegistry;
import io.github.kvssecure.local.media.MediaTimes;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.sigv4.SignatureVerifier.PayloadRule;
import io.github.kvssecure.local.streams.CallRates;
import io.github.kvssecure.local.streams.ReportedKey;
import io.github.kvssecure.local.tls.ServerCertificate;
import io.github.kvssecure.local.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of a stand-in; every one has a default. Not thread-safe. */
public final class LocalKvsBuilder {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  String region = "eu-central-1";
  String account = "123456789012";
  Clock clock = Clock.systemUTC();
  MediaTimes times = MediaTimes.real();
  MkvLimits limits = MkvLimits.putMedia();
  PayloadRule payloadRule = PayloadRule.UNSIGNED_ONLY;
  Optional<Duration> creationTime = Optional.empty();
  ReportedKey reportedKey = ReportedKey.AS_TYPED;
  CallRates callRates = CallRates.UNLIMITED;
  long mediaCapacity = Runtime.getRuntime().maxMemory() / 2;
  @Nullable URI dataEndpoint;
  Optional<LocalKvs> sharedAuthority = Optional.empty();
  private ServerCertificate certificate = ServerTls.normal().certificate();
  private List<String> protocols = ServerTls.normal().protocols();
  private List<String> cipherSuites = ServerTls.normal().cipherSuites();

  LocalKvsBuilder() {}

  /** Sets the region, default eu-central-1. */
  public LocalKvsBuilder region(String name) {
    if (!REGION.matcher(name).matches()) {
      throw new IllegalArgumentException("region is \"" + name + "\", required: as eu-central-1");
    }
    region = name;
    return this;
  }

  /** Sets the account, default 123456789012. */
  public LocalKvsBuilder account(String number) {
    if (!ACCOUNT.matcher(number).matches()) {
      throw new IllegalArgumentException("account is \"" + number + "\", required: 12 digits");
    }
    account = number;
    return this;
  }

  /**
   * Sets the clock that decides on signature skew, expiry and times of storage; default the
   * system's.
   */
  public LocalKvsBuilder clock(Clock other) {
    clock = other;
    return this;
  }

  /** Sets what is right or wrong with the server certificate. */
  public LocalKvsBuilder certificate(ServerCertificate kind) {
    certificate = kind;
    return this;
  }

  /**
   * Has the certificate signed by the throw-away CA of another stand-in, so that a client that
   * trusts one trusts the other; default a CA of its own.
   */
  public LocalKvsBuilder authorityOf(LocalKvs other) {
    sharedAuthority = Optional.of(other);
    return this;
  }

  /** Sets the TLS versions to offer, JSSE names; default TLSv1.3 and TLSv1.2. */
  public LocalKvsBuilder tlsProtocols(String... names) {
    protocols = List.of(names);
    return this;
  }

  /**
   * Sets the cipher suites to offer, JSSE names; default the JDK's. Suites with RSA in their name
   * get an RSA key.
   */
  public LocalKvsBuilder cipherSuites(String... names) {
    cipherSuites = List.of(names);
    return this;
  }

  /** Sets how long streams stay CREATING; default until they were described once. */
  public LocalKvsBuilder creationTime(Duration duration) {
    creationTime = Optional.of(duration);
    return this;
  }

  /** Sets what DescribeStream reports of a customer managed key, default what was typed. */
  public LocalKvsBuilder reportedKey(ReportedKey form) {
    reportedKey = form;
    return this;
  }

  /** Sets the times of media connections, derived from {@link MediaTimes#real()}. */
  public LocalKvsBuilder mediaTimes(MediaTimes other) {
    times = other;
    return this;
  }

  /** Sets what the MKV of an upload may be, derived from {@link MkvLimits#putMedia()}. */
  public LocalKvsBuilder mkvLimits(MkvLimits other) {
    limits = other;
    return this;
  }

  /**
   * Sets whether calls are counted against the quotas of each stream and of the account; default
   * they are not. One that an armed fault answers is never counted.
   */
  public LocalKvsBuilder callRates(CallRates other) {
    callRates = other;
    return this;
  }

  /**
   * Sets how many bytes of media are kept, default half of the largest heap. When that much is
   * stored, uploads end with the acknowledgement {@code ARCHIVAL_ERROR} and new ones are answered
   * with status 500 and the reason.
   *
   * @throws IllegalArgumentException when below 1
   */
  public LocalKvsBuilder mediaCapacity(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "media capacity is " + bytes + " bytes, required: 1 or more");
    }
    mediaCapacity = bytes;
    return this;
  }

  /** Sets what GetDataEndpoint answers; default the stand-in itself. */
  public LocalKvsBuilder dataEndpoint(URI endpoint) {
    dataEndpoint = endpoint;
    return this;
  }

  /**
   * Accepts uploads signed over the hash of the empty string too, as the C and embedded producers
   * sign.
   */
  public LocalKvsBuilder acceptEmptyPayloadHash() {
    payloadRule = PayloadRule.UNSIGNED_OR_EMPTY_HASH;
    return this;
  }

  /**
   * Starts the stand-in.
   *
   * @throws UncheckedIOException when no loopback port can be opened
   * @throws IllegalStateException when this JDK refuses the TLS settings
   */
  public LocalKvs start() {
    try {
      return new LocalKvs(this);
    } catch (IOException e) {
      throw new UncheckedIOException("kvs-local could not open a loopback port", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("kvs-local could not make its certificates", e);
    }
  }

  ServerTls tls() {
    return new ServerTls(certificate, protocols, cipherSuites);
  }

  /** What a stream keeps of a key that was typed, and reports. */
  UnaryOperator<String> keyForm(KeyRegistry keys) {
    return switch (reportedKey) {
      case AS_TYPED -> UnaryOperator.identity();
      case AS_ARN -> keys::qualify;
      case AS_KEY_ARN -> typed -> keys.find(typed, keys.home()).map(KeyRecord::arn).orElse(typed);
    };
  }

  /** The names of the server certificate. */
  List<String> hostNames() {
    return List.of(
        "localhost",
        "kinesisvideo." + region + ".amazonaws.com",
        "*.kinesisvideo." + region + ".amazonaws.com",
        "*.credentials.iot." + region + ".amazonaws.com",
        "kms." + region + ".amazonaws.com",
        "sts." + region + ".amazonaws.com",
        "portal.sso." + region + ".amazonaws.com",
        "oidc." + region + ".amazonaws.com");
  }
}
