package io.github.kvssecure.local;

import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.sigv4.RequestSigner;
import io.github.kvssecure.local.sigv4.RequestSigner.ClientCredential;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Reads media back from a stand-in through GetMedia, over TLS and signed, as a viewer does.
 *
 * <p>An SDK client does the same; but its signer writes session tokens to the log at DEBUG, which
 * this one does not.
 */
public final class MediaReader {
  private final LocalKvs kvs;
  private final SessionKeys viewer;

  /**
   * Makes a reader.
   *
   * @param kvs where
   * @param viewer who may call GetMedia
   */
  public MediaReader(LocalKvs kvs, SessionKeys viewer) {
    this.kvs = kvs;
    this.viewer = viewer;
  }

  /**
   * Reads everything that is stored, from the earliest fragment on.
   *
   * @param stream name of the stream
   * @throws IOException if the call fails or is refused
   * @throws MkvException if the answer is not well formed
   */
  public MkvMedia readAll(String stream) throws IOException, MkvException {
    byte[] body =
        """
        {"StreamName":"%s","StartSelector":{"StartSelectorType":"EARLIEST"}}"""
            .formatted(stream)
            .getBytes(StandardCharsets.UTF_8);
    URI uri = kvs.endpoint().resolve("/getMedia");
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
    connection.setSSLSocketFactory(trust().getSocketFactory());
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    Map<String, String> headers =
        new RequestSigner(kvs.region())
            .sign(
                "/getMedia",
                uri.getAuthority(),
                body,
                new ClientCredential(
                    viewer.accessKeyId(), viewer.secretAccessKey(), viewer.sessionToken()),
                Instant.now());
    headers.forEach(connection::setRequestProperty);
    connection.getOutputStream().write(body);
    if (connection.getResponseCode() != 200) {
      throw new IOException("GetMedia was answered with HTTP " + connection.getResponseCode());
    }
    try (InputStream media = connection.getInputStream()) {
      return MkvMedia.read(media, MkvLimits.getMedia());
    }
  }

  private SSLContext trust() throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("local-kvs", kvs.caCertificate());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot trust the stand-in's authority", e);
    }
  }
}
