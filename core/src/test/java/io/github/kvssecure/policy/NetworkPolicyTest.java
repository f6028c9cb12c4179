package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NetworkPolicyTest {

  @Test
  void copies_changeOneThingEach() {
    NetworkPolicy policy =
        NetworkPolicy.fips()
            .requiringPathWithin(AddressRange.of("10.1.0.0/16"))
            .expectingProxy("Proxy.Example", 3128);

    assertThat(policy.requiresFips()).isTrue();
    assertThat(policy.tls().name()).isEqualTo("fips");
    assertThat(policy.privateRanges()).containsExactly(AddressRange.of("10.1.0.0/16"));
    assertThat(policy.expectsProxy("proxy.example", 3128)).isTrue();
    assertThat(policy.expectsProxy("proxy.example", 8080)).isFalse();
    assertThat(policy.toString()).contains("FIPS", "10.1.0.0/16", "proxy.example:3128");
    assertThat(NetworkPolicy.strict().requiringPrivatePath().privateRanges())
        .isEqualTo(AddressRange.PRIVATE);
  }

  @Test
  void portOfAProxy_isBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkPolicy.strict().expectingProxy("proxy.example", 0));
  }

  @Test
  void securityPolicy_printsItsNetwork() {
    assertThat(SecurityPolicy.fips().toString()).contains("name=fips", "endpoints=FIPS");
    assertThat(SecurityPolicy.fips().network().requiresFips()).isTrue();
    assertThat(SecurityPolicy.strict().network().requiresFips()).isFalse();
  }
}
