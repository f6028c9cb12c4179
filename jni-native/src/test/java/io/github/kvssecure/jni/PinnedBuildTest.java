package io.github.kvssecure.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.jni.internal.bind.ForkedJvm;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An own build that was pinned, as the README offers it: from its file to what was stored. */
class PinnedBuildTest {

  @TempDir Path root;
  private Path library;

  /** The vendor's code in a file that no list knows. */
  @BeforeEach
  void build() throws Exception {
    library = root.resolve("own.so");
    try (InputStream vendors =
        getClass()
            .getClassLoader()
            .getResourceAsStream("lib/ubuntu/libKinesisVideoProducerJNI.so")) {
      assertThat(vendors).isNotNull();
      Files.copy(vendors, library);
    }
    Files.write(library, new byte[] {'o', 'w', 'n'}, StandardOpenOption.APPEND);
  }

  private String stream(String sha256) throws Exception {
    return ForkedJvm.run(
            PinnedBuildInChild.class, List.of("-Xcheck:jni"), library.toString(), sha256)
        .output();
  }

  @Test
  void pinnedBuild_isLoaded_andWhatItPackagesIsStored() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
    String sha256 = HexFormat.of().formatHex(digest);

    assertThat(stream(sha256))
        .contains(
            "packager: native 1.12.0 (own build " + library + " (built for this test)",
            "SHA-256 " + sha256.substring(0, 12),
            "media: accepted=75 persisted=75 dropped=0 pending=0",
            "identical=true");
  }

  @Test
  void buildThatIsNotTheOnePinned_streamsNothing() throws Exception {
    assertThat(stream("00".repeat(32)))
        .contains("was pinned; if you built it anew, pin the new hash")
        .doesNotContain("packager: ");
  }
}
