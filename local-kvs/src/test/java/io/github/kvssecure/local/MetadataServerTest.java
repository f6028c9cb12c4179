package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The metadata service as a client without any SDK sees it. */
final class MetadataServerTest {
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final SessionKeys KEYS =
      new SessionKeys("ASIAEXAMPLE", "secret", "token", Instant.parse("2099-01-01T00:00:00Z"));

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> send(String method, URI address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void versionTwoTellsNothingWithoutAToken() throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      URI roles = server.address().resolve(ROLES);
      assertThat(send("GET", roles).statusCode()).isEqualTo(401);

      String token =
          send(
                  "PUT",
                  server.address().resolve("/latest/api/token"),
                  "X-aws-ec2-metadata-token-ttl-seconds",
                  "60")
              .body();
      assertThat(send("GET", roles, "X-aws-ec2-metadata-token", token).body()).isEqualTo("camera");
      assertThat(send("GET", roles.resolve("camera"), "X-aws-ec2-metadata-token", token).body())
          .contains("\"AccessKeyId\":\"ASIAEXAMPLE\"", "\"Expiration\":\"2099-01-01T00:00:00Z\"");
    }
  }

  @Test
  void versionOneKnowsNoTokens() throws Exception {
    try (MetadataServer server = MetadataServer.ofVersionOne(KEYS)) {
      assertThat(send("PUT", server.address().resolve("/latest/api/token")).statusCode())
          .isEqualTo(404);
      assertThat(send("GET", server.address().resolve(ROLES)).body()).isEqualTo("camera");
      assertThat(server.requests()).containsExactly("PUT /latest/api/token", "GET " + ROLES);
    }
  }

  @Test
  void containerAgentGivesNothingWithoutItsAuthorization() throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      URI container = server.address().resolve("/container");
      server.requireAuthorization("one");
      assertThat(send("GET", container).statusCode()).isEqualTo(401);
      assertThat(send("GET", container, "Authorization", "one").statusCode()).isEqualTo(200);

      server.requireAuthorization("two");
      assertThat(send("GET", container, "Authorization", "one").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void rotation_isSeenByTheNextRequest() throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      server.rotateTo(new SessionKeys("ASIANEXT", "secret", "token", KEYS.expiration()));

      assertThat(send("GET", server.address().resolve("/container")).body())
          .contains("\"AccessKeyId\":\"ASIANEXT\"");
    }
  }

  @Test
  void containerAgentGivesCredentials() throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      assertThat(send("GET", server.address().resolve("/container")).body())
          .contains("\"Token\":\"token\"");
    }
  }
}
