package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A machine as a native library sees it: operating system, processor, C library. Immutable.
 *
 * @param os {@code linux}, {@code macos}, {@code windows}, or what the JDK calls it
 * @param arch {@code x86_64}, {@code aarch64}, {@code arm}, or what the JDK calls it
 * @param cLibrary {@code glibc}, {@code musl} or {@code unknown} on Linux, else empty
 */
public record Platform(String os, String arch, String cLibrary) {

  /**
   * The platform this JVM runs on.
   *
   * @return never null; a platform that nobody knows is named as the JDK names it
   */
  public static Platform current() {
    return detect(name -> System.getProperty(name, ""), Path.of("/proc/self/maps"));
  }

  /**
   * The platform that these facts describe.
   *
   * @param properties answers {@code os.name} and {@code os.arch}
   * @param maps what is mapped into the process, as Linux writes {@code /proc/self/maps}: it names
   *     the C library that is really in use, whatever else is installed
   */
  static Platform detect(UnaryOperator<String> properties, Path maps) {
    String os = osOf(properties.apply("os.name").toLowerCase(Locale.ROOT));
    String arch = archOf(properties.apply("os.arch").toLowerCase(Locale.ROOT));
    return new Platform(os, arch, os.equals("linux") ? cLibraryOf(maps) : "");
  }

  private static String osOf(String name) {
    if (name.startsWith("linux")) {
      return "linux";
    }
    if (name.startsWith("mac") || name.startsWith("darwin")) {
      return "macos";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  private static String archOf(String name) {
    return switch (name) {
      case "amd64", "x86_64", "x86-64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch64";
      default -> name;
    };
  }

  private static String cLibraryOf(Path maps) {
    String mapped;
    try {
      mapped = Files.readString(maps, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "unknown";
    }
    if (mapped.contains("/ld-musl-")) {
      return "musl";
    }
    return mapped.contains("/libc.so.6") || mapped.contains("/libc-2.") ? "glibc" : "unknown";
  }

  /**
   * The name under which a library is pinned.
   *
   * @return for example {@code linux-x86_64-glibc}
   */
  public String id() {
    return cLibrary.isEmpty() ? os + "-" + arch : os + "-" + arch + "-" + cLibrary;
  }

  /**
   * What somebody can do for whom no native library exists here.
   *
   * @return plain text without a full stop
   */
  String remedy() {
    if (cLibrary.equals("musl")) {
      return "the vendor's library needs glibc, and this JVM runs on musl (Alpine): use an image with"
          + " glibc (Debian, Ubuntu, Amazon Linux), or a media producer in Java";
    }
    if (os.equals("linux") && cLibrary.equals("unknown")) {
      return "the C library of this process could not be told from /proc/self/maps: mount /proc, or"
          + " use a media producer in Java";
    }
    return "run on a supported platform, pin a build of your own by its hash, or give SecureProducer"
        + " a media producer in Java";
  }

  @Override
  public String toString() {
    return id();
  }
}
