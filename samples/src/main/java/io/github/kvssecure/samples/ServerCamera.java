package io.github.kvssecure.samples;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;

/**
 * A server that sends what its cameras give it: the role of the machine assumes the role of a
 * camera, and STS narrows each session to the one stream it is used for.
 */
final class ServerCamera {

  private ServerCamera() {}

  /**
   * The identity that sends for one camera.
   *
   * @param role the role of cameras; its trust policy allows sts:AssumeRole and
   *     sts:SetSourceIdentity to the machine's role
   * @param camera names the camera in CloudTrail, also in sessions made from this one
   * @param machine {@code CredentialSource.instanceRole()} on EC2, {@code containerRole()} on ECS
   */
  static CredentialSource identity(RoleArn role, String camera, CredentialSource machine) {
    return CredentialSource.assumeRole(role, camera, machine).withSourceIdentity(camera);
  }

  /** Sends everything a camera has. */
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
