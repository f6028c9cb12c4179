package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kvssecure.spi.UploadEnd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the transport writes into its log and its exceptions, even at the finest level. */
class SecretsInLogsTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  @Test
  void refusedUpload_leavesNoSecretBehind() throws Exception {
    Logger ours = (Logger) LoggerFactory.getLogger(PutMediaTransport.class.getPackageName());
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    ours.setLevel(Level.TRACE);
    ours.addAppender(log);
    RecordingListener listener = new RecordingListener();
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  String token = connection.readHead().get("x-amz-security-token");
                  String body = "{\"message\":\"canonical request " + token + "\"}";
                  connection.send(
                      "HTTP/1.1 403 No\r\nx-amzn-ErrorType: InvalidSignatureException\r\n"
                          + "Content-Length: "
                          + body.length()
                          + "\r\n\r\n"
                          + body);
                  connection.readToEnd();
                });
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      transport.open(Requests.to(server.endpoint()), new QueuedBody().add(new byte[10]), listener);
      await(listener.end);
    } finally {
      ours.detachAppender(log);
      ours.setLevel(null);
    }
    UploadEnd.Broken end = listener.awaitBroken();
    StringWriter trace = new StringWriter();
    end.cause().printStackTrace(new PrintWriter(trace));
    List<ILoggingEvent> events = List.copyOf(log.list);
    String everything =
        events.stream().map(Object::toString).collect(Collectors.joining("\n")) + trace + end;
    assertThat(everything)
        .contains("InvalidSignatureException", "connected to localhost")
        .doesNotContain(Requests.CREDENTIALS.sessionToken().orElseThrow())
        .doesNotContain(Requests.CREDENTIALS.secretAccessKey())
        .doesNotContain(Requests.CREDENTIALS.accessKeyId())
        .doesNotContain("canonical");
    assertThat(events).allMatch(event -> !event.getLevel().isGreaterOrEqual(Level.INFO));
  }
}
