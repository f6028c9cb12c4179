package io.github.kvssecure.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.ConnectionEvidence.PeerCertificate;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class IngestEventTest {

  @Test
  void producerBuilt_keepsACopyOfTheOptions() {
    List<String> options = new ArrayList<>(List.of("insecurelyUseLoopbackEndpoint"));
    IngestEvent.ProducerBuilt event =
        new IngestEvent.ProducerBuilt(SecurityPolicy.strict(), "fake", options);
    options.clear();

    assertThat(event.insecureOptions()).containsExactly("insecurelyUseLoopbackEndpoint");
    assertThat(event.toString()).contains("strict");
  }

  @Test
  void peerCertificate_keepsACopyOfTheNames() {
    List<String> names = new ArrayList<>(List.of(Camera.HOST));
    PeerCertificate peer = new PeerCertificate("ab", names, "CN=x");
    names.clear();

    assertThat(peer.dnsNames()).containsExactly(Camera.HOST);
  }

  @Test
  void events_areEqualByContent() {
    Supplier<IngestEvent> made =
        () ->
            new IngestEvent.ConnectionMade(
                IngestEvent.ConnectionPurpose.UPLOAD,
                Optional.of(Camera.STREAM),
                Handshakes.good());

    assertThat(made.get()).isEqualTo(made.get()).hasSameHashCodeAs(made.get());
  }
}
