package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "192.168.1.1/32, 192.168.1.1, true",
    "192.168.1.1/32, 192.168.1.0, false",
    "fc00::/7, fd12::1, true",
    "fc00::/7, fe80::1, false",
    "2001:db8::/32, 10.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true"
  })
  void range_containsWhatSharesItsPrefix(String range, String address, boolean contained)
      throws UnknownHostException {
    assertThat(AddressRange.of(range).contains(InetAddress.getByName(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0/8",
        "face/8",
        "vpc.local/8",
        "::/129",
        "/8",
        "1:2:3/16"
      })
  void whatIsNoRange_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.of(text));
  }

  /** A look-up that fails is the cause of what is thrown. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.999/24",
        "256.0.0.0/8",
        "10.300.0.0/16",
        "10.0.0.0.0/8",
        "010.0.0.0/8",
        "10.0.00.0/8",
        "10.0.0/8",
        "face/8",
        "vpc.local/8"
      })
  void whatIsNoLiteralAddress_isRefusedWithoutALookUp(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressRange.of(text))
        .withMessageContaining(text)
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "9.99.199.249/32", "250.255.200.100/8"})
  void everyOctetOfAnAddress_isRead(String text) {
    assertThat(AddressRange.of(text)).hasToString(text);
  }
}
