package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses other than an orderly 200. */
class RefusedResponseTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          302, '',                             {},                                        false
          307, '',                             {},                                        false
          400, InvalidArgumentException,       {},                                        false
          400, InvalidEndpointException,       {},                                        false
          400, ClientLimitExceededException,   {},                                        true
          400, ConnectionLimitExceededException, {},                                      true
          400, ThrottlingException,            {},                                        true
          400, RequestExpired,                 {},                                        true
          401, NotAuthorizedException,         {},                                        false
          403, AccessDeniedException,          {"Message":"arn:aws:iam::1:user/secret"},  false
          403, '',  {"message":"The security token included in the request is expired"},  true
          403, ExpiredTokenException,          {},                                        true
          404, ResourceNotFoundException,      {},                                        false
          429, '',                             {},                                        true
          500, InternalFailure,                {},                                        true
          503, '',                             {},                                        true
          201, '',                             {},                                        false
          """)
  void status_isARefusal(int status, String type, String body, boolean retryable) throws Exception {
    String head =
        "HTTP/1.1 "
            + status
            + " X\r\nx-amzn-RequestId: r-9\r\nLocation: https://localhost/\r\n"
            + (type.isEmpty() ? "" : "x-amz-ErrorType: " + type + "\r\n");
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.send(head + "Content-Length: " + body.length() + "\r\n\r\n" + body);
              connection.readToEnd();
            });
    UploadException cause = listener.awaitBroken().cause();
    assertThat(cause.failure()).isEqualTo(Failure.REFUSED_BY_SERVICE);
    assertThat(cause.isRetryable()).isEqualTo(retryable);
    UploadResponse response = cause.response().orElseThrow();
    assertThat(response).isEqualTo(await(listener.responded));
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.errorType().orElse("")).isEqualTo(type);
    assertThat(response.requestId()).contains("r-9");
    assertThat(response.elapsed()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
    assertThat(cause).hasMessageContaining("r-9").hasMessageNotContaining("secret");
    assertThat(listener.offences).isEmpty();
  }

  @Test
  void bodyStopsWithTheRefusal() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    QueuedBody body = new QueuedBody().add(new byte[100]);
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.readChunk();
                  connection.send("HTTP/1.1 403 No\r\nContent-Length: 10\r\n\r\n");
                  refused.await(20, TimeUnit.SECONDS);
                  long before = bytesOf(connection);
                  connection.send("0123456789");
                  if (before != 0) {
                    throw new IOException("body after the refusal");
                  }
                });
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      assertThat(await(listener.responded).status()).isEqualTo(403);
      int reads = body.reads();
      for (int i = 0; i < 100; i++) {
        body.add(new byte[100]);
        upload.dataAvailable();
      }
      assertThat(body.reads()).isEqualTo(reads);
      refused.countDown();
      assertThat(listener.awaitFailure()).isEqualTo(Failure.REFUSED_BY_SERVICE);
      assertThat(server.awaitOutcome()).isEqualTo("done");
    }
  }

  /** What can be read without waiting: nothing may come after the refusal. */
  private static long bytesOf(ScriptedServer.Connection connection) throws IOException {
    connection.socket.setSoTimeout(50);
    try {
      return connection.readByte() < 0 ? 0 : 1;
    } catch (java.net.SocketTimeoutException e) {
      return 0;
    }
  }

  @Test
  void endlessErrorBody_isCutShort() throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 500 X\r\n\r\n");
              while (true) {
                connection.send("x".repeat(1000));
              }
            });
    assertThat(listener.awaitFailure()).isEqualTo(Failure.REFUSED_BY_SERVICE);
  }

  @Test
  void errorBodyThatNeverComes_isNotWaitedForLong() throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 500 X\r\nContent-Length: 10\r\n\r\n");
              connection.readToEnd();
            });
    assertThat(listener.awaitFailure()).isEqualTo(Failure.REFUSED_BY_SERVICE);
  }

  @Test
  void silence_isNoResponse() throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.readToEnd();
            });
    UploadException cause = listener.awaitBroken().cause();
    assertThat(cause.failure()).isEqualTo(Failure.NO_RESPONSE);
    assertThat(cause.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<a>",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{\""
      })
  void malformedResponse_breaksTheUpload(String response) throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.send(response);
              connection.readToEnd();
            });
    assertThat(listener.awaitFailure()).isEqualTo(Failure.MALFORMED_RESPONSE);
  }

  @Test
  void oversizedAcknowledgement_breaksTheUpload() throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.ok();
              connection.chunk("{\"EventType\":\"IDLE\"}\n{\"EventType\":\"" + "A".repeat(2000));
              connection.readToEnd();
            });
    assertThat(listener.awaitFailure()).isEqualTo(Failure.MALFORMED_RESPONSE);
    assertThat(listener.acknowledgements).hasSize(1);
  }

  @Test
  void orderlyEndBeforeTheBodyIsOver_isALostConnection() throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.ok();
              connection.lastChunk();
              connection.readToEnd();
            });
    assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
  }

  @Test
  void closeNotifyBeforeTheResponseEnds_isALostConnection() throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.ok();
              connection.socket.close();
            });
    assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
  }

  @ParameterizedTest
  @CsvSource({"4501, false", "4003, true", "4006, false", "5000, true"})
  void errorAcknowledgedAsTheLastWord_isTheReason(int id, boolean retryable) throws Exception {
    RecordingListener listener =
        listenTo(
            connection -> {
              connection.readHead();
              connection.ok();
              connection.chunk(
                  "{\"EventType\":\"ERROR\",\"ErrorId\":" + id + ",\"ErrorCode\":\"SOME_CODE\"}\n");
              connection.lastChunk();
            });
    UploadException cause = listener.awaitBroken().cause();
    assertThat(cause.failure()).isEqualTo(Failure.ERROR_ACKNOWLEDGED);
    assertThat(cause.isRetryable()).isEqualTo(retryable);
    assertThat(cause).hasMessageContaining("SOME_CODE");
    assertThat(listener.awaitAcknowledgement().type()).isEqualTo(Acknowledgement.Type.ERROR);
  }

  @Test
  void listenerThatRefusesTheResponse_endsTheUpload() throws Exception {
    IllegalStateException refusal = new IllegalStateException("no");
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void responded(UploadResponse response) {
            super.responded(response);
            throw refusal;
          }
        };
    UploadEnd.Broken end =
        listenTo(
                connection -> {
                  connection.readHead();
                  connection.ok();
                  connection.readToEnd();
                },
                listener)
            .awaitBroken();
    assertThat(end.refusal()).containsSame(refusal);
    assertThat(end.cause().failure()).isEqualTo(Failure.ABORTED);
  }

  @Test
  void policyThatRefusesTheMedia_endsTheUploadAsTheRefusalItself() throws Exception {
    PolicyViolationException refusal =
        new PolicyViolationException(
            List.of(
                new Violation(Control.MKV_01, "stream yard", "this", "that", "mend the camera")));
    RecordingListener listener = new RecordingListener();
    try (ScriptedServer server =
            new ScriptedServer(AUTHORITY.localhost(), ScriptedServer.Connection::readToEnd);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      transport.open(
          Requests.to(server.endpoint()),
          buffer -> {
            throw refusal;
          },
          listener);

      UploadEnd.Broken end = listener.awaitBroken();

      assertThat(end.refusal()).containsSame(refusal);
      assertThat(end.cause().failure()).isEqualTo(Failure.ABORTED);
      assertThat(end.cause().isRetryable()).isFalse();
    }
  }

  private static RecordingListener listenTo(ScriptedServer.Script script) throws Exception {
    return listenTo(script, new RecordingListener());
  }

  private static RecordingListener listenTo(
      ScriptedServer.Script script, RecordingListener listener) throws Exception {
    TransportTimeouts timeouts =
        new TransportTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    try (ScriptedServer server = new ScriptedServer(AUTHORITY.localhost(), script);
        PutMediaTransport transport =
            PutMediaTransport.start(AUTHORITY.settings().withTimeouts(timeouts))) {
      transport.open(Requests.to(server.endpoint()), new QueuedBody().add(new byte[100]), listener);
      await(listener.end);
    }
    return listener;
  }
}
