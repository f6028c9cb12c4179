package io.github.kvssecure.samples;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.file.Path;
import java.time.Duration;

/** A camera that is a thing of AWS IoT: its certificate buys credentials for its own stream. */
final class DeviceCamera {

  private DeviceCamera() {}

  /** The identity of the camera, whose thing, key and certificate are in one directory. */
  static CredentialSource identity(
      IotEndpoint endpoint, ThingName thing, Path directory, RoleArn role) {
    DeviceKey key = DeviceKey.pem(directory.resolve("device.key"), directory.resolve("device.crt"));
    return CredentialSource.iot(endpoint, RoleAlias.of("cameras"), Device.of(thing, key))
        .expectingRole(role);
  }

  /** Sends everything the camera has. */
  static CloseReport send(SecureProducer producer, StreamSpec spec, Iterable<Frame> camera)
      throws InterruptedException {
    try (SecureStream stream = producer.openStream(spec)) {
      for (Frame frame : camera) {
        stream.put(frame);
      }
      return stream.close(Duration.ofSeconds(10));
    }
  }
}
