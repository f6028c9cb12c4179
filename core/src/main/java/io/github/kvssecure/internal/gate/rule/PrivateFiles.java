package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceFiles;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IOT-04: the files of a device key are no more open than the table of the AWS IoT Device Client
 * allows, belong to whom the process runs as, and are no links that somebody could turn.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-iot-device-client/blob/main/docs/PERMISSIONS.md">permissions
 *     of the AWS IoT Device Client</a>
 */
final class PrivateFiles implements Rule<DeviceFiles> {

  @Override
  public Control control() {
    return Control.IOT_04;
  }

  @Override
  public Decision evaluate(DeviceFiles facts, SecurityPolicy policy) {
    if (facts.files().isEmpty()) {
      return satisfied("the key of device " + facts.thing() + " is in no file");
    }
    FileModes modes = FileModes.of(facts.files(), facts.processOwner());
    if (!modes.found().isEmpty()) {
      return violatedAt("key files of device " + facts.thing())
          .found(String.join("; ", modes.found()))
          .required(modes.required())
          .remedy(String.join(" && ", modes.remedies()) + ofMounts(facts));
    }
    return modes.areTold()
        ? satisfied(facts.files().size() + " files and directories are closed to others")
        : notEvaluated("the file system does not say who may read the key files");
  }

  /** Where an orchestrator mounts secrets as links, nothing that a shell does lasts. */
  private static String ofMounts(DeviceFiles facts) {
    return facts.files().stream().anyMatch(file -> file.kind() == FileState.Kind.SYMBOLIC_LINK)
        ? "; where a secret of Kubernetes is mounted, copy it to a file of this process's own at start,"
            + " or SecurityPolicy.strict().insecurelyWaive(Control.IOT_04, reason, until)"
        : "";
  }
}
