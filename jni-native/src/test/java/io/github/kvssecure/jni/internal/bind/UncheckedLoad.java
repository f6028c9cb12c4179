package io.github.kvssecure.jni.internal.bind;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * Main program that makes a client with a library that the loader refuses, to see what it does:
 * {@code UncheckedLoad <library>}. {@code .ci/arm} runs it with the vendor's library for 32-bit
 * ARM.
 */
final class UncheckedLoad {

  private UncheckedLoad() {}

  public static void main(String[] args) {
    System.out.println("loading on " + System.getProperty("os.arch"));
    NativeSettings settings = new NativeSettings(8L << 20, 1, Duration.ofSeconds(31));
    NativeClient client =
        NativeClient.start(Path.of(args[0]).toAbsolutePath(), settings, Clock.systemUTC());
    System.out.println("client made: " + client.settings().equals(settings));
  }
}
