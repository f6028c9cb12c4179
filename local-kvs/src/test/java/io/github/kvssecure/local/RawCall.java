package io.github.kvssecure.local;

import io.github.kvssecure.local.sigv4.RequestSigner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Sends what no SDK client would send: any body to any path, rightly signed. */
final class RawCall {
  private final LocalKvs kvs;
  private final SessionKeys keys;
  private final HttpClient client;

  RawCall(LocalKvs kvs, SessionKeys keys) {
    this.kvs = kvs;
    this.keys = keys;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(SdkClients.trusting(kvs.caCertificate()))
            .build();
  }

  /** Posts a body to the control plane. */
  HttpResponse<String> post(String path, String body) throws Exception {
    URI uri = kvs.endpoint().resolve(path);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> head =
        new RequestSigner(kvs.region())
            .sign(
                path,
                uri.getAuthority(),
                bytes,
                new RequestSigner.ClientCredential(
                    keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()),
                Instant.now());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    head.forEach(
        (name, value) -> {
          if (!name.equals("host")) {
            request.header(name, value);
          }
        });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Returns the error type of an answer. */
  static String errorType(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-amzn-ErrorType").orElse("");
  }
}
