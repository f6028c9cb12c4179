package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceFiles;
import io.github.kvssecure.internal.gate.rule.IotFacts.FileState;
import io.github.kvssecure.internal.gate.rule.IotFacts.FileState.Kind;
import io.github.kvssecure.internal.gate.rule.IotFacts.FileUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    List<String> found = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    for (FileState file : facts.files()) {
      judge(file, facts.processOwner(), found, remedies);
    }
    if (!found.isEmpty()) {
      return violatedAt("key files of device " + facts.thing())
          .found(String.join("; ", found))
          .required(required(facts))
          .remedy(String.join(" && ", remedies));
    }
    boolean told =
        facts.files().stream().allMatch(f -> f.permissions().isPresent() && f.owner().isPresent());
    return told
        ? satisfied(facts.files().size() + " files and directories are closed to others")
        : notEvaluated("the file system does not say who may read the key files");
  }

  private static void judge(
      FileState file, String processOwner, List<String> found, List<String> remedies) {
    String name = file.use().label() + " " + file.path();
    Kind wanted = file.use() == FileUse.DIRECTORY ? Kind.DIRECTORY : Kind.FILE;
    if (file.kind() != wanted) {
      found.add(name + " is " + words(file.kind()));
      remedies.add(
          file.kind() == Kind.SYMBOLIC_LINK
              ? "name the file itself: " + quoted(file) + " is a link"
              : "put the " + file.use().label() + " at " + quoted(file));
      return;
    }
    // A library and its package manager belong to root; for the rest, root is somebody else.
    boolean rootMayOwn = file.use() == FileUse.LIBRARY;
    file.owner()
        .filter(owner -> !owner.equals(processOwner) && !(rootMayOwn && owner.equals("root")))
        .ifPresent(
            owner -> {
              found.add(name + " belongs to " + owner);
              remedies.add("chown " + processOwner + " " + quoted(file));
            });
    file.permissions()
        .filter(permissions -> (octal(permissions) & ~allowed(file)) != 0)
        .ifPresent(
            permissions -> {
              found.add(name + " has mode " + Integer.toOctalString(octal(permissions)));
              remedies.add("chmod " + file.use().mode() + " " + quoted(file));
            });
  }

  private static String required(DeviceFiles facts) {
    List<String> modes = new ArrayList<>();
    for (FileState file : facts.files()) {
      String mode = file.use().label() + " " + file.use().mode();
      if (!modes.contains(mode)) {
        modes.add(mode);
      }
    }
    return "owned by " + facts.processOwner() + ", no links, at most " + String.join(", ", modes);
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case DIRECTORY -> "a directory";
      case SYMBOLIC_LINK -> "a symbolic link";
      case OTHER -> "no regular file";
      case MISSING -> "missing";
    };
  }

  private static int allowed(FileState file) {
    return Integer.parseInt(file.use().mode(), 8);
  }

  private static int octal(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (char flag : PosixFilePermissions.toString(permissions).toCharArray()) {
      bits = bits << 1 | (flag == '-' ? 0 : 1);
    }
    return bits;
  }

  /** As a shell takes it, whatever is in the name. */
  private static String quoted(FileState file) {
    String text = file.path().toString();
    return text.matches("[\\w./@:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
