package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metadata service as a client without any SDK sees it. */
final class MetadataServerTest {
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String TOKEN = "/latest/api/token";
  private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
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

      String token = send("PUT", server.address().resolve(TOKEN), TTL, "60").body();
      assertThat(send("GET", roles, "X-aws-ec2-metadata-token", token).body()).isEqualTo("camera");
      assertThat(send("GET", roles.resolve("camera"), "X-aws-ec2-metadata-token", token).body())
          .contains("\"AccessKeyId\":\"ASIAEXAMPLE\"", "\"Expiration\":\"2099-01-01T00:00:00Z\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE"})
  void token_isGivenToPutOnly(String method) throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      HttpResponse<String> answer = send(method, server.address().resolve(TOKEN), TTL, "60");

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void token_needsToSayHowLongItIsWanted() throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      HttpResponse<String> answer = send("PUT", server.address().resolve(TOKEN));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 400",
    "1, 200",
    "21600, 200",
    "21601, 400",
    "-1, 400",
    "4294967297, 400",
    "soon, 400",
    "'', 400"
  })
  void token_livesForSixHoursAtMost(String seconds, int status) throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      assertThat(send("PUT", server.address().resolve(TOKEN), TTL, seconds).statusCode())
          .isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ROLES, ROLES + "camera", "/container"})
  void credentials_areReadWithGetOnly(String path) throws Exception {
    try (MetadataServer server = MetadataServer.giving(KEYS)) {
      HttpResponse<String> answer =
          send(
              "POST",
              server.address().resolve(path),
              "X-aws-ec2-metadata-token",
              send("PUT", server.address().resolve(TOKEN), TTL, "60").body());

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void versionOneKnowsNoTokens() throws Exception {
    try (MetadataServer server = MetadataServer.ofVersionOne(KEYS)) {
      assertThat(send("PUT", server.address().resolve(TOKEN)).statusCode()).isEqualTo(404);
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
