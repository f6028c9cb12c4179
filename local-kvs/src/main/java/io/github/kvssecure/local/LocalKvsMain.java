package io.github.kvssecure.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a stand-in until it is killed, for trying things out with awscli or a camera program. It
 * prints the endpoint and the files to use; the throw-away secrets go to a file that only the owner
 * can read, never to the terminal.
 */
public final class LocalKvsMain {
  private LocalKvsMain() {}

  /**
   * Starts and waits.
   *
   * @param args one optional argument: a directory for the files; default a new temporary one
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path dir =
        args.length > 0
            ? Files.createDirectories(Path.of(args[0]))
            : Files.createTempDirectory("kvs-local");
    LocalKvs kvs = LocalKvs.start();
    Runtime.getRuntime().addShutdownHook(new Thread(kvs::close, "kvs-local-stop"));
    announce(kvs, dir, System.out);
    new CountDownLatch(1).await();
  }

  /** Writes the files and says how to use them. */
  static void announce(LocalKvs kvs, Path dir, PrintStream out) throws IOException {
    Path ca = kvs.caCertificatePem(dir);
    String key = kvs.keys().create().arn();
    Path credentials = writeCredentials(kvs, dir.resolve("credentials"));
    out.println("endpoint     " + kvs.endpoint());
    out.println("region       " + kvs.region());
    out.println("CA           " + ca);
    out.println(
        "credentials  " + credentials + " (profiles camera, administrator, viewer; 12 hours)");
    out.println("KMS key      " + key);
    out.println();
    out.println("export AWS_SHARED_CREDENTIALS_FILE=" + credentials);
    out.println("export AWS_CA_BUNDLE=" + ca);
    out.println(
        "aws --profile administrator --region "
            + kvs.region()
            + " --endpoint-url "
            + kvs.endpoint()
            + " kinesisvideo create-stream --stream-name front-door --data-retention-in-hours 24"
            + " --kms-key-id "
            + key);
  }

  private static Path writeCredentials(LocalKvs kvs, Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String role :
        new String[] {
          LocalIdentities.CAMERA, LocalIdentities.ADMINISTRATOR, LocalIdentities.VIEWER
        }) {
      SessionKeys keys = kvs.identities().roleSession(role, Duration.ofHours(12));
      text.append('[').append(role).append("]\naws_access_key_id = ").append(keys.accessKeyId());
      text.append("\naws_secret_access_key = ").append(keys.secretAccessKey());
      text.append("\naws_session_token = ").append(keys.sessionToken()).append("\n\n");
    }
    // Created with its permissions: a file made first and narrowed later could be opened in
    // between.
    Files.deleteIfExists(file);
    FileAttribute<Set<PosixFilePermission>> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      var bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return file;
  }
}
