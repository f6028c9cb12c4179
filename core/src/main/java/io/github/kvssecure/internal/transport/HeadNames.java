package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.SignedHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the names of headers out of a request head as it goes over the wire, so that what is judged
 * is what is sent.
 */
final class HeadNames {

  private static final String SIGNED = "SignedHeaders=";

  private HeadNames() {}

  /** The names in a head; its position stays where it is. */
  static SignedHeaders of(ByteBuffer head) {
    String text = StandardCharsets.US_ASCII.decode(head.duplicate()).toString();
    Set<String> sent = new HashSet<>();
    Set<String> signed = new HashSet<>();
    text.lines()
        .skip(1)
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line -> {
              String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
              sent.add(name);
              if (name.equals("authorization")) {
                signed.addAll(signedNames(line));
              }
            });
    return new SignedHeaders(sent, signed);
  }

  private static List<String> signedNames(String authorization) {
    int start = authorization.indexOf(SIGNED);
    if (start < 0) {
      return List.of();
    }
    String rest = authorization.substring(start + SIGNED.length());
    int end = rest.indexOf(',');
    return List.of((end < 0 ? rest : rest.substring(0, end)).split(";", -1));
  }
}
