package io.github.kvssecure.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * A range of IP addresses, as a network and the length of its prefix. Immutable. Nothing here asks
 * DNS.
 *
 * @param network any address of the range
 * @param prefixLength how many leading bits all addresses share
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632, CIDR notation</a>
 */
public record AddressRange(InetAddress network, int prefixLength) {

  /**
   * The addresses of private networks.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc1918">RFC 1918</a>
   * @see <a href="https://www.rfc-editor.org/rfc/rfc4193">RFC 4193</a>
   */
  public static final List<AddressRange> PRIVATE =
      List.of(of("10.0.0.0/8"), of("172.16.0.0/12"), of("192.168.0.0/16"), of("fc00::/7"));

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /**
   * Checks the prefix.
   *
   * @throws IllegalArgumentException if it is longer than an address
   */
  public AddressRange {
    Objects.requireNonNull(network, "network");
    int bits = network.getAddress().length * Byte.SIZE;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "the prefix length of " + network.getHostAddress() + " must be 0 to " + bits);
    }
  }

  /**
   * Reads CIDR notation.
   *
   * @param text for example {@code 10.1.0.0/16} or {@code 2001:db8::/32}
   * @return the range
   * @throws IllegalArgumentException if it is none
   */
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? "" : text.substring(0, slash);
    String length = text.substring(slash + 1);
    if (!isLiteral(address) || !length.matches("[0-9]{1,3}")) {
      throw notARange(text, null);
    }
    try {
      return new AddressRange(InetAddress.getByName(address), Integer.parseInt(length));
    } catch (UnknownHostException e) {
      throw notARange(text, e);
    }
  }

  /**
   * A literal is never looked up; a name would be, and so would numbers that are no octets. Leading
   * zeros are refused: some read them as octal.
   */
  private static boolean isLiteral(String address) {
    return address.matches(OCTET + "(\\." + OCTET + "){3}")
        || address.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
  }

  private static IllegalArgumentException notARange(
      String text, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a range of addresses is ADDRESS/LENGTH such as 10.1.0.0/16, found '" + text + "'", cause);
  }

  /**
   * Whether an address lies in the range.
   *
   * @param address of either family
   * @return true if it does
   */
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefixLength;
  }
}
