package io.github.kvssecure.jni.internal.load;

import io.github.kvssecure.jni.NativeMediaProducerProvider;
import io.github.kvssecure.spi.NativeLoadException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Main program that asks for the native producer, and says what is mapped afterwards. */
final class LoadInChild {

  private LoadInChild() {}

  public static void main(String[] args) throws Exception {
    NativeMediaProducerProvider provider = new NativeMediaProducerProvider();
    try {
      System.out.println("frames to " + provider.mediaProducer().maxFrameBytes() + " bytes");
    } catch (NativeLoadException e) {
      System.out.println("refused: " + e.getMessage());
    }
    Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("KinesisVideoProducer"))
        .map(line -> line.substring(line.indexOf('/')))
        .distinct()
        .forEach(file -> System.out.println("mapped " + file));
    System.out.println("done");
  }
}
