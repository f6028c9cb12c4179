package io.github.kvssecure.jni;

import io.github.kvssecure.jni.internal.bind.ForkedJvm;
import io.github.kvssecure.spi.NativeLoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Main program that asks for the native producer where there is none. */
public final class OtherMachine {

  private OtherMachine() {}

  static String run() throws Exception {
    ForkedJvm.Outcome outcome = ForkedJvm.run(OtherMachine.class, List.of("-Dos.arch=aarch64"));
    return outcome.output();
  }

  /** Writes the refusal and whether the library is mapped all the same. */
  public static void main(String[] args) throws Exception {
    try {
      new NativeMediaProducerProvider().mediaProducer();
    } catch (NativeLoadException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(
        "mapped=" + Files.readString(Path.of("/proc/self/maps")).contains("KinesisVideoProducer"));
  }
}
