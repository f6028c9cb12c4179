package io.github.kvssecure.zoo;

import static io.github.kvssecure.zoo.Specimen.admitted;
import static io.github.kvssecure.zoo.Specimen.refused;

import io.github.kvssecure.spi.UploadException.Failure;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.GeneralName;

/** Certificates that are well made and signed, and whose names are right or wrong. */
final class NameSpecimens {

  private static final String STRICTER =
      "RFC 9525, 6.3: a wildcard is the whole left-most label, or none";
  private static final String NO_COMMON_NAME =
      "RFC 9525, 6.3: a common name is no identity, as the JDK has it without DNS names";

  private NameSpecimens() {}

  static List<Specimen> all() {
    return List.of(
        admitted("the name", dns(host -> host)),
        admitted("the name in upper case", dns(host -> host.toUpperCase(Locale.ROOT))),
        admitted("the name as the last of several", names("a.example", "b.example", "%s")),
        admitted("wildcard of the right label", dns(host -> "*." + parent(host))),
        admitted("the name without a subject", host -> leaf(named(host).subject(""))),
        wrong("another name", host -> "wrong.example"),
        wrong("a name below", host -> "a." + host),
        wrong("the name above", NameSpecimens::parent),
        wrong("a neighbour", host -> "neighbour." + parent(host)),
        wrong("the name, then another domain", host -> host + ".evil.example"),
        wrong("the name, then NUL and another domain", host -> host + "\0.evil.example"),
        wrong("the name after another label and NUL", host -> "evil.example\0" + host),
        wrong("the name with a dot behind", host -> host + "."),
        wrong("the name with a dot before", host -> "." + host),
        wrong("the name with a space behind", host -> host + " "),
        wrong("the name with a port", host -> host + ":443"),
        wrong("a name that looks alike in Cyrillic", host -> host.replace('a', '\u0430')),
        wrong("wildcard for everything", host -> "*"),
        wrong("wildcard of the top-level domain", host -> "*.com"),
        wrong("wildcard of the partition", host -> "*.amazonaws.com"),
        wrong("wildcard for two labels", host -> "*." + parent(parent(host))),
        wrong("two wildcards", host -> "*.*." + parent(parent(host))).jdkAdmittedOnce(STRICTER),
        wrong("wildcard as the end of a label", host -> host.charAt(0) + "*." + parent(host))
            .jdkAdmits(STRICTER),
        wrong("wildcard as the start of a label", host -> "*" + host.substring(1))
            .jdkAdmits(STRICTER),
        wrong("wildcard in the second label", NameSpecimens::starInSecondLabel)
            .jdkAdmittedOnce(STRICTER),
        wrong("wildcard below the name", host -> "*." + host),
        wrong("wildcard twice in a label", host -> "**." + parent(host)).jdkAdmits(STRICTER),
        refused("address only", Failure.PEER_NAME, host -> leaf(server().name(loopback()))),
        refused(
                "address only, the name as common name",
                Failure.PEER_NAME,
                host -> leaf(server().subject("CN=" + host).name(loopback())))
            .jdkAdmits(NO_COMMON_NAME),
        refused("no name", Failure.PEER_NAME, host -> leaf(server())),
        refused(
                "the name as common name only",
                Failure.PEER_NAME,
                host -> leaf(server().subject("CN=" + host)))
            .jdkAdmits(NO_COMMON_NAME),
        refused(
            "the name as common name, another as DNS name",
            Failure.PEER_NAME,
            host -> leaf(Certificates.server("wrong.example").subject("CN=" + host))),
        refused(
            "the name as URI",
            Failure.PEER_NAME,
            other(GeneralName.uniformResourceIdentifier, "https://%s")),
        refused("the name as mail address", Failure.PEER_NAME, other(GeneralName.rfc822Name, "%s")),
        refused("the address as DNS name", Failure.PEER_NAME, names("127.0.0.1")));
  }

  private static Specimen wrong(String what, Function<String, String> name) {
    return refused(what, Failure.PEER_NAME, dns(name));
  }

  private static Function<String, Peer> dns(Function<String, String> name) {
    return host -> leaf(Certificates.server(name.apply(host)));
  }

  private static Function<String, Peer> names(String... patterns) {
    return host -> {
      Certificates wanted = server();
      for (String pattern : patterns) {
        wanted.dns(pattern.formatted(host));
      }
      return leaf(wanted);
    };
  }

  private static Function<String, Peer> other(int kind, String pattern) {
    return host -> leaf(server().name(new GeneralName(kind, pattern.formatted(host))));
  }

  private static GeneralName loopback() {
    return new GeneralName(GeneralName.iPAddress, "127.0.0.1");
  }

  private static Certificates named(String host) {
    return Certificates.server(host);
  }

  private static Certificates server() {
    return Certificates.server();
  }

  private static Peer leaf(Certificates wanted) {
    return TlsPeer.showing(Shown.of(Keys.LEAF, wanted.signedBy(Authority.ROOT)));
  }

  private static String parent(String host) {
    return host.substring(host.indexOf('.') + 1);
  }

  private static String starInSecondLabel(String host) {
    String first = host.substring(0, host.indexOf('.') + 1);
    return first + "*." + parent(parent(host));
  }
}
