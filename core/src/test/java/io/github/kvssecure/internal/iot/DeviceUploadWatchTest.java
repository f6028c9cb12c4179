package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.SignedHeaders;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import io.github.kvssecure.spi.UploadTransport;
import io.github.kvssecure.stream.StreamName;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceUploadWatchTest {

  /** Takes every step of an upload before it opens. */
  private static final class EveryStep implements UploadTransport {

    @Override
    public Upload open(UploadRequest request, UploadBody body, UploadListener listener) {
      listener.signed(new SignedHeaders(Set.of("host"), Set.of("host")));
      listener.connected(Handshakes.good());
      listener.dated(Camera.NOW);
      listener.responded(
          new UploadResponse(200, Optional.empty(), Optional.empty(), Duration.ZERO));
      listener.acknowledged(
          new Acknowledgement(
              Acknowledgement.Type.IDLE, OptionalLong.empty(), Optional.empty(), Optional.empty()));
      listener.ended(new UploadEnd.Completed());
      return new Upload() {
        @Override
        public void dataAvailable() {}

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  private final PolicyGate gate =
      new PolicyGate(SecurityPolicy.strict(), Clock.systemUTC(), IngestListener.NONE);

  private DeviceGuard guard() {
    CredentialSource.IotCertificate source =
        CredentialSource.iot(
            IotEndpoint.of("c2sakl5huz0afv.credentials.iot.eu-central-1.amazonaws.com"),
            RoleAlias.of("cameras"),
            Device.of(
                ThingName.of("front-door"),
                DeviceKey.pem(Path.of("device.key"), Path.of("device.crt"))));
    Clock clock = Clock.systemUTC();
    return new DeviceGuard(
        source,
        new DeviceSurroundings(
            gate, Camera.REGION, Optional.empty(), TransportSettings.defaults(), clock));
  }

  @Test
  void healthyStream_doesNotHideTheCollisionsOfAnother() {
    DeviceGuard guard = guard();
    StreamName copied = StreamName.of("copied");
    StreamName healthy = StreamName.of("healthy");
    gate.begin(copied);
    gate.begin(healthy);

    guard.connectionLimits(copied, 3);
    guard.connectionLimits(healthy, 0);
    assertThat(standing()).isInstanceOf(Decision.Violated.class);

    guard.connectionLimits(copied, 0);
    assertThat(standing()).isInstanceOf(Decision.Satisfied.class);
  }

  private Decision standing() {
    return Objects.requireNonNull(gate.report(List.of()).decisions().get(Control.IOT_11));
  }

  @Test
  void everyStepOfAnUpload_isPassedOnToWhoeverJudgesIt() {
    List<String> heard = new ArrayList<>();
    UploadListener listener =
        (UploadListener)
            Proxy.newProxyInstance(
                UploadListener.class.getClassLoader(),
                new Class<?>[] {UploadListener.class},
                (proxy, method, arguments) -> {
                  heard.add(method.getName());
                  return null;
                });

    new DeviceUploadWatch(new EveryStep(), guard())
        .open(
            new UploadRequest(
                new UploadRequest.Target(Camera.ENDPOINT, Camera.REGION),
                Camera.ARN,
                Camera.credentials(),
                Camera.NOW),
            buffer -> -1,
            listener);

    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(UploadListener.class.getMethods()).map(Method::getName).toList());
  }
}
