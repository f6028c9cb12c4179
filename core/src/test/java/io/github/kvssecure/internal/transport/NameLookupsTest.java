package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.spi.UploadException.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names whose look-up does not come back. */
@ExtendWith(NothingLeaks.class)
class NameLookupsTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  private final CountDownLatch comesBack = new CountDownLatch(1);
  private final NameLookups lookups = new NameLookups("kvs-test-lookups");

  /** Hangs, and heeds no interrupt, where the name says so. */
  private final AddressResolver resolver =
      (host, port) -> {
        boolean hangs = host.startsWith("hang");
        while (hangs) {
          try {
            comesBack.await();
            hangs = false;
          } catch (InterruptedException e) {
            // As the system's resolver.
          }
        }
        if (host.equals("unknown")) {
          throw new UnknownHostException(host);
        }
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      };

  @AfterEach
  void comeBack() {
    comesBack.countDown();
    lookups.close();
  }

  @Test
  void hostThatHangs_hasOneThread_howeverOftenItIsAskedFor() {
    CompletableFuture<List<InetSocketAddress>> first = lookups.of(resolver, "hangs", 443);
    for (int i = 0; i < 100; i++) {
      assertThat(lookups.of(resolver, "hangs", 443)).isSameAs(first);
    }
    assertThat(await(lookups.of(resolver, "other", 443))).hasSize(1);
    comesBack.countDown();
    assertThat(await(first)).hasSize(1);
    assertThat(lookups.of(resolver, "hangs", 443)).isNotSameAs(first);
  }

  @Test
  void hostsThatHang_areBounded_andTheNextIsAnsweredWhenOneComesBack() {
    for (int i = 0; i < NameLookups.MAX_THREADS; i++) {
      assertThat(lookups.of(resolver, "hangs-" + i, 443)).isNotDone();
    }
    CompletableFuture<List<InetSocketAddress>> late = lookups.of(resolver, "other", 443);
    assertThat(late).isNotDone();
    assertThat(lookups).hasToString("names being looked up: 16, waiting: 1");
    comesBack.countDown();
    assertThat(await(late)).hasSize(1);
  }

  @Test
  void failures_areTold_andNotKept() {
    assertThatThrownBy(() -> lookups.of(resolver, "unknown", 443).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(UnknownHostException.class);
    lookups.close();
    assertThat(lookups.of(resolver, "other", 443)).isCompletedExceptionally();
  }

  @Test
  void hostsThatHang_doNotHoldTheUploadsOfOthers() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.ok();
                  connection.readToEnd();
                });
        PutMediaTransport transport =
            PutMediaTransport.start(AUTHORITY.settings().withResolver(resolver))) {
      for (int i = 0; i < 10; i++) {
        transport.open(
            Requests.to(URI.create("https://hangs-" + i % 3)),
            new QueuedBody(),
            new RecordingListener());
      }
      RecordingListener other = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), other);
      assertThat(await(other.responded).status()).isEqualTo(200);
      comesBack.countDown();
    }
  }

  @Test
  void callsToAHostThatHangs_leaveOneThread() {
    HttpsExchange exchange =
        new HttpsExchange(
            AUTHORITY.settings().withResolver(resolver),
            new HttpsLimits(Duration.ofMillis(100), 1000));
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      HttpsException late =
          catchThrowableOfType(
              HttpsException.class,
              () -> exchange.send(HttpsRequest.get(URI.create("https://hangs/")), evidence -> {}));
      assertThat(late).hasMessageContaining("not resolved in time; names being looked up: 1");
      failures.add(late.failure());
    }
    assertThat(failures).containsOnly(Failure.CONNECT);
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("kvs-https-resolver")))
        .hasSize(1);
  }
}
