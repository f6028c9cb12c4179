package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;

/** The credentials provider as a device with a certificate meets it. */
final class ThingsTest {
  private static LocalKvs kvs;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    kvs.identities()
        .role(
            "device",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:*","Resource":
             "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/${credentials-iot:ThingName}/*"}]}""");
    kvs.things().roleAlias("cameras", "device", Duration.ofMinutes(15));
    kvs.things().roleAlias("too-long", "device", Duration.ofHours(13));
    kvs.things().roleAlias("dangling", "no-such-role", Duration.ofHours(1));
    kvs.streams().create("thing-1");
    kvs.streams().create("thing-2");
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @Test
  void certificateBuysCredentialsForTheThingsOwnStream() throws Exception {
    DeviceKeys device = kvs.things().create("thing-1");
    HttpResponse<String> answer = get(device, "cameras", "thing-1");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode body = JsonMapper.builder().build().readTree(answer.body()).get("credentials");
    assertThat(body.get("expiration").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    SessionKeys keys =
        new SessionKeys(
            body.get("accessKeyId").asText(),
            body.get("secretAccessKey").asText(),
            body.get("sessionToken").asText(),
            Instant.parse(body.get("expiration").asText()));
    try (KinesisVideoClient client = new SdkClients(kvs).streams(keys)) {
      assertThat(client.describeStream(r -> r.streamName("thing-1")).streamInfo()).isNotNull();
      assertThatThrownBy(() -> client.describeStream(r -> r.streamName("thing-2")))
          .isInstanceOf(KinesisVideoException.class)
          .hasMessageContaining("not authorized");
    }
  }

  @Test
  void thingOfAnotherCertificateIsRefused() throws Exception {
    DeviceKeys device = kvs.things().create("thing-1");
    assertThat(get(device, "cameras", "thing-2").statusCode()).isEqualTo(403);
    assertThat(get(device, "cameras", "thing-2").body()).contains("Invalid thing name passed");
  }

  @Test
  void aliasErrorsHaveTheStatusOfTheService() throws Exception {
    DeviceKeys device = kvs.things().create("thing-1");
    assertThat(get(device, "absent", "thing-1").statusCode()).isEqualTo(404);
    assertThat(get(device, "dangling", "thing-1").statusCode()).isEqualTo(400);
    assertThat(get(device, "too-long", "thing-1").body()).contains("MaxSessionDuration");
  }

  /** The account is found by the name in the handshake (SNI), so both names must be the same. */
  @Test
  void hostThatWasNotAskedForInTheHandshakeIsNoEndpoint() throws Exception {
    DeviceKeys device = kvs.things().create("thing-1");
    SSLContext context = context(device);
    String request =
        String.join(
            "\r\n",
            "GET /role-aliases/cameras/credentials HTTP/1.1",
            "Host: abc123.credentials.iot.eu-central-1.amazonaws.com",
            "x-amzn-iot-thingname: thing-1",
            "Connection: close",
            "",
            "");
    try (Socket socket =
        context
            .getSocketFactory()
            .createSocket("localhost", kvs.things().credentialsEndpoint().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer)
          .startsWith("HTTP/1.1 403 ")
          .contains("Certificate is invalid on this endpoint");
    }
  }

  @Test
  void inactiveCertificateFailsInTheHandshake() {
    DeviceKeys device = kvs.things().create("thing-1");
    kvs.things().deactivate(device);
    assertThatThrownBy(() -> get(device, "cameras", "thing-1")).isInstanceOf(IOException.class);
  }

  @Test
  void withoutCertificateThereIsNoConnection() {
    HttpClient client =
        HttpClient.newBuilder().sslContext(SdkClients.trusting(kvs.caCertificate())).build();
    URI uri = kvs.things().credentialsEndpoint().resolve("/role-aliases/cameras/credentials");
    assertThatThrownBy(
            () ->
                client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  private static SSLContext context(DeviceKeys device) throws Exception {
    char[] password = "test".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "device", device.privateKey(), password, new Certificate[] {device.certificate()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, password);
    KeyManager[] managers = factory.getKeyManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers, SdkClients.trustManagers(kvs.caCertificate()), null);
    return context;
  }

  private static HttpResponse<String> get(DeviceKeys device, String alias, String thing)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                kvs.things()
                    .credentialsEndpoint()
                    .resolve("/role-aliases/" + alias + "/credentials"))
            .header("x-amzn-iot-thingname", thing)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    return HttpClient.newBuilder()
        .sslContext(context(device))
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }
}
