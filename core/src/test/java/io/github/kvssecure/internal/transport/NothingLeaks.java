package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;

import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Counts threads, files and direct memory around all tests of a class, with what the class itself
 * opens and closes. One good upload and call come first, so that everything is loaded.
 */
final class NothingLeaks implements BeforeAllCallback, AfterAllCallback {

  private static final URI HOST =
      URI.create("https://s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com");

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    try (ZooServer server = new ZooServer()) {
      server.show(Zoo.good(HOST.getHost()));
      TransportSettings settings =
          TransportSettings.defaults()
              .withTrust(TlsContext.trustingOnly(Zoo.authorities()))
              .withResolver((host, port) -> server.addresses());
      try (PutMediaTransport transport = PutMediaTransport.start(settings)) {
        RecordingListener listener = new RecordingListener();
        transport.open(Requests.to(HOST), new QueuedBody().add(Heard.MEDIA).end(), listener);
        await(listener.end);
      }
      new HttpsExchange(settings, HttpsLimits.defaults())
          .send(HttpsRequest.get(HOST), evidence -> {});
    }
    store(context).put(NothingLeaks.class, Resources.now());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    Objects.requireNonNull(store(context).get(NothingLeaks.class, Resources.class)).awaitReturn();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(
        ExtensionContext.Namespace.create(NothingLeaks.class, context.getUniqueId()));
  }
}
