package io.github.kvssecure.jni;

import io.github.kvssecure.jni.internal.bind.NativeMediaProducer;
import io.github.kvssecure.jni.internal.bind.NativeSettings;
import io.github.kvssecure.jni.internal.load.ExtractedLibrary;
import io.github.kvssecure.jni.internal.load.LibraryExtractor;
import io.github.kvssecure.jni.internal.load.NativeLibraryException;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.NativeLoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Main program that makes the native client while something gets in the way, and asks for it again:
 * {@code StartInChild kept-file}, {@code interrupted-before} or {@code interrupted-meanwhile}.
 */
public final class StartInChild {

  private final Thread asking = Thread.currentThread();
  private final String trouble;
  private int starts;

  private StartInChild(String trouble) {
    this.trouble = trouble;
  }

  public static void main(String[] args) {
    new StartInChild(args[0]).run();
  }

  private void run() {
    NativeMediaProducerProvider provider =
        new NativeMediaProducerProvider(new OnePerProcess(own -> load()), Optional.empty());
    if (trouble.equals("interrupted-before")) {
      asking.interrupt();
    }
    MediaProducer producer = provider.mediaProducer();
    System.out.println("interrupted=" + Thread.interrupted());
    System.out.println("same=" + (producer == provider.mediaProducer()) + " starts=" + starts);
  }

  private OnePerProcess.Loaded load() {
    ClassLoader sdk = NativeMediaProducer.sdkClassLoader();
    try {
      ExtractedLibrary library = LibraryExtractor.of(sdk, null).extract();
      if (trouble.equals("kept-file")) {
        // What NFS leaves in a directory while a deleted file is mapped.
        Files.createFile(library.path().resolveSibling(".nfs0001"));
      }
      return NativeMediaProducerProvider.started(library, this::start);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NativeLibraryException e) {
      throw new NativeLoadException(String.valueOf(e.getMessage()), e);
    }
  }

  private MediaProducer start(Path library) {
    starts++;
    if (trouble.equals("interrupted-meanwhile")) {
      asking.interrupt();
    }
    return NativeMediaProducer.start(library, NativeSettings.ofProcess());
  }
}
