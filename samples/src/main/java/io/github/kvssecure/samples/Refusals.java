package io.github.kvssecure.samples;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamSpec;
import java.io.PrintStream;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a user meets who does it wrong. */
final class Refusals {

  private final StandIn standIn;
  private final Clip clip;
  private final PrintStream out;

  Refusals(StandIn standIn, Clip clip, PrintStream out) {
    this.standIn = standIn;
    this.clip = clip;
    this.out = out;
  }

  private interface Attempt {
    void run() throws InterruptedException;
  }

  /** Tries all; returns how many were refused. The stream is made again at the end. */
  int show(StreamPin pin) throws InterruptedException {
    return refused("a static key", this::staticKey)
        + refused("a stream without a KMS key", this::noKey)
        + refused("an http:// endpoint", () -> plaintext(pin.key().toKeyId()))
        + refused("a stream that was deleted and made again", () -> madeAgain(pin));
  }

  private int refused(String what, Attempt attempt) throws InterruptedException {
    out.println();
    try {
      attempt.run();
      out.println("NOT REFUSED: " + what);
      return 0;
    } catch (PolicyViolationException e) {
      out.println(what + " is " + e.getMessage());
      return 1;
    }
  }

  private void staticKey() {
    var user = standIn.kvs().identities().user("developer");
    standIn
        .producer(
            CredentialSource.of(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(user.accessKeyId(), user.secretAccessKey()))))
        .build()
        .close();
  }

  private void noKey() throws InterruptedException {
    StreamSpec spec =
        StreamSpec.builder(StreamName.of("back-door"), clip.tracks().get(0))
            .retention(Retention.ofDays(7))
            .createIfMissing(standIn.administrator())
            .build();
    open(spec);
  }

  private void plaintext(KmsKeyId key) throws InterruptedException {
    URI right = standIn.kvs().dataEndpoint();
    standIn.kvs().dataEndpoint(URI.create("http://localhost:" + right.getPort()));
    try {
      open(
          StreamSpec.builder(StreamName.of("front-door"), clip.tracks().get(0))
              .encryptedBy(key)
              .build());
    } finally {
      standIn.kvs().dataEndpoint(right);
    }
  }

  /** The same name, the same key, the same retention: only the pin tells them apart. */
  private void madeAgain(StreamPin pin) throws InterruptedException {
    String name = pin.stream().name().value();
    StreamSettings settings = standIn.kvs().streams().description(name).settings();
    standIn.kvs().streams().delete(name);
    standIn.kvs().streams().create(name, settings);
    open(
        StreamSpec.builder(pin.stream().name(), clip.tracks().get(0))
            .encryptedBy(pin.key().toKeyId())
            .pinnedTo(pin)
            .build());
  }

  private void open(StreamSpec spec) throws InterruptedException {
    try (SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      producer.openStream(spec).close();
    }
  }
}
