package io.github.kvssecure.zoo;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** One server of the zoo, and the list of revoked certificates that it points at. Thread-safe. */
public final class RevocationList implements Closeable {

  /** What the list says. */
  public enum Says {
    /** The server's certificate is revoked. */
    REVOKED,
    /** It is not. */
    GOOD,
    /** Nothing: there is no list where the certificate says. */
    NOTHING
  }

  private final HttpServer lists;
  private final X509CertificateHolder certificate;

  /**
   * Issues the certificate and publishes the list.
   *
   * @param host whom the server plays
   * @param says what is published
   * @throws IOException if there is no port
   */
  public RevocationList(String host, Says says) throws IOException {
    lists = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GeneralName place =
        new GeneralName(
            GeneralName.uniformResourceIdentifier,
            "http://127.0.0.1:" + lists.getAddress().getPort() + "/zoo.crl");
    DistributionPointName name = new DistributionPointName(new GeneralNames(place));
    certificate =
        Certificates.server(host)
            .extension(
                Extension.cRLDistributionPoints,
                false,
                new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)}))
            .signedBy(Authority.ROOT);
    byte[] list = list(says);
    lists.createContext(
        "/",
        exchange -> {
          boolean published = says != Says.NOTHING;
          exchange.sendResponseHeaders(published ? 200 : 404, published ? list.length : -1);
          if (published) {
            exchange.getResponseBody().write(list);
          }
          exchange.close();
        });
    lists.start();
  }

  private byte[] list(Says says) throws IOException {
    Instant now = Instant.now();
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(
            Authority.ROOT.certificate().getSubject(), Date.from(now.minus(Duration.ofHours(1))));
    builder.setNextUpdate(Date.from(now.plus(Duration.ofHours(1))));
    if (says == Says.REVOKED) {
      builder.addCRLEntry(
          certificate.getSerialNumber(),
          Date.from(now.minus(Duration.ofMinutes(30))),
          CRLReason.keyCompromise);
    }
    try {
      return builder
          .build(
              new JcaContentSignerBuilder("SHA256withECDSA")
                  .build(Authority.ROOT.keys().getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The server.
   *
   * @return how it behaves
   */
  public Peer peer() {
    return TlsPeer.showing(Shown.of(Keys.LEAF, certificate));
  }

  @Override
  public void close() {
    lists.stop(0);
  }
}
