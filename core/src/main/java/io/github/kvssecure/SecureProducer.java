package io.github.kvssecure;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.IamPolicyDocument;
import io.github.kvssecure.internal.aws.Machine;
import io.github.kvssecure.internal.session.StreamSession;
import io.github.kvssecure.policy.ControlReport;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends media to Amazon Kinesis Video Streams, and refuses to do so insecurely. Thread-safe; one
 * producer carries many streams on a fixed number of threads.
 *
 * <p>Security: every stream it opens, every endpoint and set of credentials it uses, and every
 * connection it makes passed the policy. Not protected: what other code in the process does,
 * credential providers and processes included; what the role behind the credentials may do
 * elsewhere; and who watches the stream.
 */
public final class SecureProducer implements AutoCloseable {

  private final ProducerRuntime runtime;

  private SecureProducer(ProducerRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Starts a producer.
   *
   * @param region where its streams are
   * @param credentials who signs; temporary credentials under every preset
   * @return a builder with {@link SecurityPolicy#strict()}
   */
  public static Builder builder(AwsRegion region, CredentialSource credentials) {
    return new Builder(region, credentials);
  }

  /**
   * Opens a stream: admits the spec, finds or makes the stream, verifies what the service reports,
   * and gets ready to send. Blocks on the network.
   *
   * @param spec what is asked for
   * @return the open stream; close it
   * @throws PolicyViolationException if the policy refuses, with every violation found
   * @throws IngestConfigurationException if the stream is missing and nobody was named to make it,
   *     or a stream of that name is open in this producer already, or this producer is closed
   * @throws io.github.kvssecure.spi.ControlPlaneException if the service refuses or cannot be
   *     reached
   * @throws io.github.kvssecure.spi.MediaProducerException if the packager refuses the stream
   * @throws InterruptedException if interrupted while waiting for a new stream
   */
  public SecureStream openStream(StreamSpec spec) throws InterruptedException {
    Objects.requireNonNull(spec, "spec");
    StreamSession session = runtime.open(spec);
    return new SecureStream(session, () -> runtime.closed(session));
  }

  /**
   * Changes and deletes streams with an administrator's credentials, under this producer's policy.
   *
   * @param administrator the credential source; not the producer's own
   * @return the administration; close it
   * @throws PolicyViolationException if the policy refuses the source
   */
  public StreamAdministration administration(CredentialSource administrator) {
    return runtime.administration(Objects.requireNonNull(administrator, "administrator"));
  }

  /**
   * Where every control of the catalogue stands.
   *
   * @return the latest decisions, the waivers and the insecure options in use
   */
  public ControlReport report() {
    return runtime.report();
  }

  /** Closes every stream, with ten seconds for all of them to drain, and ends the threads. */
  @Override
  public void close() {
    runtime.close();
  }

  /** Builds a producer. Each option can be set once. Not thread-safe. */
  public static final class Builder {

    private final AwsRegion region;
    private final CredentialSource credentials;
    private @Nullable SecurityPolicy policy;
    private @Nullable IngestListener listener;
    private @Nullable MediaProducerProvider media;
    private @Nullable Packaging packaging;
    private @Nullable LoopbackEndpoint loopback;
    private String loopbackReason = "";
    private Clock clock = Clock.systemUTC();
    private Machine machine = Machine.ofThisProcess();
    private OptionalLong memory = OptionalLong.empty();
    private @Nullable CredentialSource keyAuditor;
    private final List<IamPolicyDocument> documents = new ArrayList<>();

    private Builder(AwsRegion region, CredentialSource credentials) {
      this.region = Objects.requireNonNull(region, "region");
      this.credentials = Objects.requireNonNull(credentials, "credentials");
    }

    /**
     * Sets the policy.
     *
     * @param value {@link SecurityPolicy#strict()} unless set
     * @return this
     * @throws IllegalStateException if a policy was set already
     */
    public Builder policy(SecurityPolicy value) {
      requireUnset("policy", policy);
      this.policy = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets who is told of what happens.
     *
     * @param value called on any thread; must not block
     * @return this
     * @throws IllegalStateException if a listener was set already
     */
    public Builder listener(IngestListener value) {
      requireUnset("listener", listener);
      this.listener = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets what packages the media.
     *
     * @param value never replaced by another; see {@link #packaging} for those that come with the
     *     library
     * @return this
     * @throws IllegalStateException if it was set already, or {@link #packaging} was
     */
    public Builder mediaProducer(MediaProducerProvider value) {
      requireUnset("mediaProducer", media);
      requireUnset("packaging, which cannot be combined with mediaProducer,", packaging);
      this.media = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Says whether media is packaged by native code or in Java. Both write the same fragments.
     *
     * @param value {@link Packaging#NATIVE_OR_JAVA} unless set
     * @return this
     * @throws IllegalStateException if it was set already, or {@link #mediaProducer} was
     */
    public Builder packaging(Packaging value) {
      requireUnset("packaging", packaging);
      requireUnset("mediaProducer, which cannot be combined with packaging,", media);
      this.packaging = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Names who may describe KMS keys ({@code kms:DescribeKey}, and {@code
     * kms:GetKeyRotationStatus} where the policy includes KMS-09). With it, aliases are resolved,
     * and the keys of open streams are looked at every 15 minutes. Best a principal of its own: a
     * producer needs none of this, and without it the controls that do are reported as not
     * evaluated.
     *
     * @param auditor the credential source; the policy applies to it as to the producer's
     * @return this
     * @throws IllegalStateException if one was set already
     */
    public Builder keysDescribedBy(CredentialSource auditor) {
      requireUnset("keysDescribedBy", keyAuditor);
      this.keyAuditor = Objects.requireNonNull(auditor, "auditor");
      return this;
    }

    /**
     * Adds an IAM document to review for names that match nothing (KMS-11). It is only read.
     *
     * @param document for example the policy of the producer's role, as it is deployed
     * @return this
     */
    public Builder reviewing(IamPolicyDocument document) {
      documents.add(Objects.requireNonNull(document, "document"));
      return this;
    }

    /**
     * Sends everything to a stand-in on this machine instead of AWS, the token of a sign-in to IAM
     * Identity Center included if the source is one. TLS and its verification stay on; that the
     * peer is AWS is no longer checked, which the report says.
     *
     * @param endpoint the stand-in
     * @param reason why; at least ten characters; part of every report
     * @return this
     * @throws IllegalArgumentException if {@code reason} is too short
     * @throws IllegalStateException if a stand-in was set already
     */
    public Builder insecurelyUseLoopbackEndpoint(LoopbackEndpoint endpoint, String reason) {
      requireUnset("insecurelyUseLoopbackEndpoint", loopback);
      if (reason.strip().length() < 10) {
        throw new IllegalArgumentException(
            "insecurelyUseLoopbackEndpoint needs a written reason of at least 10 characters");
      }
      this.loopback = Objects.requireNonNull(endpoint, "endpoint");
      this.loopbackReason = reason;
      return this;
    }

    /**
     * Sets how much media of all streams together may wait for its acknowledgement. A stream that
     * stalls gets at most twice what it leaves free, so that it cannot eat the memory of the
     * others.
     *
     * @param bytes of frames, 1 MiB to 64 GiB; three quarters of what the media producer can hold
     *     unless set
     * @return this
     * @throws IllegalArgumentException if out of range
     * @throws IllegalStateException if it was set already
     */
    public Builder memory(long bytes) {
      requireUnset("memory", memory.isPresent() ? memory : null);
      if (bytes < 1L << 20 || bytes > 64L << 30) {
        throw new IllegalArgumentException(
            "the memory of a producer must be 1 MiB to 64 GiB, found " + bytes);
      }
      this.memory = OptionalLong.of(bytes);
      return this;
    }

    /** Sets the present, for tests that let hours pass. */
    Builder clock(Clock value) {
      this.clock = value;
      return this;
    }

    /** Sets where credentials are offered, for tests that make a machine up. */
    Builder machine(Machine value) {
      this.machine = value;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object current) {
      if (current != null) {
        throw new IllegalStateException(option + " was already set");
      }
    }

    /**
     * The producer. Everything that can be judged without network and native code is judged first.
     *
     * @return a producer; close it
     * @throws PolicyViolationException if the policy refuses, with every violation found
     * @throws IngestConfigurationException if native packaging was asked for and none is on the
     *     class path, if the JVM's trust store holds no certificate, or if this machine lacks what
     *     a credential source needs, such as a profile
     * @throws io.github.kvssecure.spi.NativeLoadException if the native producer cannot run on this
     *     machine, and was asked for or named; or if something was found that must not be loaded,
     *     whatever was asked for but {@link Packaging#JAVA}
     */
    public SecureProducer build() {
      ProducerRuntime.Settings settings =
          new ProducerRuntime.Settings(
              region,
              credentials,
              policy == null ? SecurityPolicy.strict() : policy,
              listener == null ? IngestListener.NONE : listener,
              new ProducerRuntime.Audit(Optional.ofNullable(keyAuditor), List.copyOf(documents)),
              Optional.ofNullable(loopback)
                  .map(
                      endpoint ->
                          new ProducerRuntime.StandIn(
                              endpoint.uri(), endpoint.authority(), loopbackReason)),
              clock,
              memory,
              machine);
      return new SecureProducer(
          ProducerRuntime.start(
              settings,
              () ->
                  PackagerChoice.of(
                      Optional.ofNullable(media),
                      packaging == null ? Packaging.NATIVE_OR_JAVA : packaging)));
    }
  }
}
