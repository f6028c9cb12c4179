package io.github.kvssecure.samples;

import io.github.kvssecure.local.DeviceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Key and certificate of a device, as an installer leaves them on it. */
final class DeviceFolder {

  private DeviceFolder() {}

  static void write(Path directory, DeviceKeys device)
      throws IOException, GeneralSecurityException {
    write(directory.resolve("device.key"), "PRIVATE KEY", device.privateKey().getEncoded());
    write(directory.resolve("device.crt"), "CERTIFICATE", device.certificate().getEncoded());
  }

  private static void write(Path file, String label, byte[] der) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + label
            + "-----\n");
    mode(file, "rw-------");
  }

  static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
