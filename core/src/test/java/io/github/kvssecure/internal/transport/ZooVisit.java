package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Specimen;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.URI;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;

/**
 * One visit of PutMedia to every peer of the zoo, with TLS or cryptography that is not the JDK's.
 * As a program, it changes the providers of its own JVM first.
 */
final class ZooVisit {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";

  /**
   * What came of a peer.
   *
   * @param specimen which one
   * @param failure why it was refused; empty if the upload went well
   * @param heardNothing whether it got neither a request nor media
   */
  record Outcome(Specimen specimen, Optional<Failure> failure, boolean heardNothing) {

    /** Whether nothing was admitted that is to be refused, and who is not trusted heard nothing. */
    boolean isSafe() {
      return (failure.isPresent() || specimen.refusal().isEmpty())
          && (specimen.trusted() || heardNothing);
    }

    /** Whether it was refused although it is to be admitted. */
    boolean isStricter() {
      return failure.isPresent() && specimen.refusal().isEmpty();
    }

    @Override
    public String toString() {
      return specimen + ", found " + failure + (heardNothing ? "" : ", and it heard something");
    }
  }

  private ZooVisit() {}

  /** Visits every peer. */
  static List<Outcome> with(TlsPolicy policy) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (ZooServer server = new ZooServer();
        PutMediaTransport transport =
            PutMediaTransport.start(
                TransportSettings.defaults()
                    .withTls(TlsSettings.of(policy))
                    .withTrust(TlsContext.trustingOnly(Zoo.authorities()).through(policy))
                    .withResolver((host, port) -> server.addresses()))) {
      for (Specimen specimen : Zoo.all()) {
        Heard heard = server.show(specimen.peer(HOST));
        RecordingListener listener = new RecordingListener();
        transport.open(
            Requests.to(URI.create("https://" + HOST)),
            new QueuedBody().add(Heard.MEDIA).end(),
            listener);
        UploadEnd end = await(listener.end);
        heard.awaitEnd();
        outcomes.add(
            new Outcome(
                specimen,
                end instanceof UploadEnd.Broken broken
                    ? Optional.of(broken.cause().failure())
                    : Optional.empty(),
                heard.decryptedBytes() == 0
                    && heard.authorizationHeaders() == 0
                    && heard.mediaBytes() == 0));
      }
    }
    return outcomes;
  }

  /** Puts a provider before the JDK's, visits, and prints what is not as the table says. */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("ACCP")) {
      AmazonCorrettoCryptoProvider.install();
      AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    } else {
      // The peers are the JDK's, whose TLS cannot even be loaded once Conscrypt comes first.
      SSLContext.getDefault().createSSLEngine();
      Security.insertProviderAt(Conscrypt.newProvider(), 1);
    }
    System.out.println("AES-GCM by " + Cipher.getInstance("AES/GCM/NoPadding").getProvider());
    List<Outcome> outcomes = with(TlsPolicy.strict());
    outcomes.stream()
        .filter(outcome -> !outcome.isSafe())
        .forEach(outcome -> System.out.println("UNSAFE " + outcome));
    outcomes.stream()
        .filter(Outcome::isStricter)
        .forEach(outcome -> System.out.println("STRICTER " + outcome.specimen().name()));
    System.out.println("visited " + outcomes.size());
  }
}
