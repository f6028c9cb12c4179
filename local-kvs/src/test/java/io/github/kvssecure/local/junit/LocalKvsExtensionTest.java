package io.github.kvssecure.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.LocalKvs;
import java.net.URI;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The extension as a test class uses it. */
@ExtendWith(LocalKvsExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalKvsExtensionTest {
  private static URI endpoint = URI.create("https://localhost:0");

  @Test
  @Order(1)
  void parameterIsARunningStandIn(LocalKvs kvs) {
    endpoint = kvs.endpoint();
    kvs.streams().create("kept");
    kvs.arm(Fault.HTTP_500);
    kvs.dataEndpoint(URI.create("http://elsewhere.example"));
    assertThat(endpoint.getPort()).isPositive();
  }

  @Test
  @Order(2)
  void nextTestHasTheSameStandInWithoutFaults(LocalKvs kvs) {
    assertThat(kvs.endpoint()).isEqualTo(endpoint);
    assertThat(kvs.streams().exists("kept")).isTrue();
    assertThat(kvs.dataEndpoint()).isEqualTo(endpoint);
  }
}
