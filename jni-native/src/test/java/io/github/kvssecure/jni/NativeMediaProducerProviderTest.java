package io.github.kvssecure.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kvssecure.jni.internal.bind.ForkedJvm;
import io.github.kvssecure.jni.internal.bind.ShownGone;
import io.github.kvssecure.jni.internal.load.OwnBuild;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMediaProducerProviderTest {

  @Test
  void theServiceLoader_findsIt() {
    assertThat(ServiceLoader.load(MediaProducerProvider.class))
        .singleElement()
        .isInstanceOf(NativeMediaProducerProvider.class)
        .extracting(MediaProducerProvider::name)
        .asString()
        .startsWith("native 1.12.0");
  }

  @ShownGone("8-one-client")
  @Test
  void allProviders_shareOneProducer() {
    MediaProducer producer = new NativeMediaProducerProvider().mediaProducer();
    assertThat(new NativeMediaProducerProvider().mediaProducer()).isSameAs(producer);
    assertThat(producer.maxFrameBytes()).isGreaterThan(100 << 20);
  }

  @Test
  void name_saysWhereTheLibraryCameFrom_onceItIsLoaded() {
    MediaProducer unused = new NativeMediaProducerProvider().mediaProducer();
    assertThat(new NativeMediaProducerProvider().name())
        .startsWith("native 1.12.0 (producer SDK for Java, built 2021-12-29")
        .contains("SHA-256 bacda9f0d171...", "RUNPATH /home/ubuntu/", "removed");
  }

  @Test
  void failure_isRememberedAndNotTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    NativeMediaProducerProvider provider =
        new NativeMediaProducerProvider(
            new OnePerProcess(
                own -> {
                  tries.incrementAndGet();
                  throw new NativeLoadException("no library for this machine");
                }),
            Optional.empty());
    Throwable first = catchThrowable(provider::mediaProducer);

    assertThat(first).isInstanceOf(NativeLoadException.class);
    assertThatThrownBy(provider::mediaProducer).isSameAs(first);
    assertThat(tries).hasValue(1);
    assertThat(provider.name()).isEqualTo("native 1.12.0");
  }

  /** A second client would take the callbacks of the first. */
  @ShownGone("5-second-client")
  @Test
  void secondLibrary_isRefused_onceOneIsLoaded() {
    OnePerProcess process =
        new OnePerProcess(
            own -> {
              if (own != null) {
                return new OnePerProcess.Loaded(new NoProducer(), "own build " + own.file());
              }
              throw new NativeLoadException("no library for this machine");
            });
    OwnBuild build = new OwnBuild(Path.of("/own.so"), "00".repeat(32), "built for our boards");
    NativeMediaProducerProvider vendor = new NativeMediaProducerProvider(process, Optional.empty());
    NativeMediaProducerProvider own = new NativeMediaProducerProvider(process, Optional.of(build));
    NativeMediaProducerProvider other =
        new NativeMediaProducerProvider(
            process, Optional.of(new OwnBuild(build.file(), "11".repeat(32), build.reason())));

    assertThatThrownBy(vendor::mediaProducer).hasMessageContaining("no library");
    assertThat(own.mediaProducer()).isSameAs(own.mediaProducer());
    assertThat(own.name()).contains("own build /own.so");
    assertThatThrownBy(other::mediaProducer)
        .isInstanceOf(NativeLoadException.class)
        .hasMessageContainingAll("own build /own.so", "same provider");
    assertThat(other.name()).isEqualTo("native 1.12.0");
  }

  private static String start(String trouble, Path directory) throws Exception {
    return ForkedJvm.run(
            StartInChild.class,
            List.of("-Dio.github.kvssecure.jni.directory=" + directory),
            trouble)
        .output();
  }

  /** A directory on NFS that cannot be removed while the library is mapped. */
  @ShownGone("8-one-client")
  @Test
  void fileThatStays_isToldAndMakesNoSecondClient(@TempDir Path directory) throws Exception {
    assertThat(start("kept-file", directory))
        .contains("the copy of the native library stays in " + directory, "same=true starts=1");
  }

  /** A client that is half made cannot be unmade, nor Log4j be started twice. */
  @ParameterizedTest
  @ValueSource(strings = {"interrupted-before", "interrupted-meanwhile"})
  void interruptOfWhoAsks_isKeptForLater(String when, @TempDir Path directory) throws Exception {
    assertThat(start(when, directory)).contains("interrupted=true", "same=true starts=1");
  }

  /** Two applications of a server, each with its bridge, over the SDK of the server. */
  @ShownGone("5-second-client")
  @Test
  void bridgeOverAnSdkThatOthersShare_isRefused() throws Exception {
    URL bridge =
        NativeMediaProducerProvider.class.getProtectionDomain().getCodeSource().getLocation();
    List<URL> shared = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      URL url = Path.of(entry).toUri().toURL();
      if (!url.toString().equals(bridge.toString())) {
        shared.add(url);
      }
    }
    try (URLClassLoader server =
            new URLClassLoader(shared.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        URLClassLoader application = new URLClassLoader(new URL[] {bridge}, server)) {
      Object provider =
          application
              .loadClass(NativeMediaProducerProvider.class.getName())
              .getDeclaredConstructor()
              .newInstance();
      Method mediaProducer = provider.getClass().getMethod("mediaProducer");

      assertThatThrownBy(() -> mediaProducer.invoke(provider))
          .cause()
          .hasMessageContainingAll("class loader", "put both jars into one place")
          .hasMessageNotContaining("take the place");
    }
  }

  @Test
  void pinning_takesPathHashAndReason() {
    assertThat(
            NativeMediaProducerProvider.pinning(
                    Path.of("/own.so"), "AB".repeat(32), "built for our boards")
                .name())
        .isEqualTo("native 1.12.0");
    assertThatThrownBy(
            () -> NativeMediaProducerProvider.pinning(Path.of("/own.so"), "AB".repeat(32), "why"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void libraryThatSomebodyNamed_isNeverReplaced() {
    assertThat(new NativeMediaProducerProvider().mayBeReplaced()).isTrue();
    assertThat(
            NativeMediaProducerProvider.pinning(
                    Path.of("/own.so"), "AB".repeat(32), "built for our boards")
                .mayBeReplaced())
        .isFalse();
    System.setProperty("io.github.kvssecure.jni.library", "/named.so");
    try {
      assertThat(new NativeMediaProducerProvider().mayBeReplaced()).isFalse();
    } finally {
      System.clearProperty("io.github.kvssecure.jni.library");
    }
  }

  private static final class NoProducer implements MediaProducer {
    @Override
    public MediaStream open(
        StreamSpec spec,
        StreamDescription description,
        MediaStreamListener listener,
        Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int maxFrameBytes() {
      return 1;
    }

    @Override
    public MediaStorage storage() {
      return MediaStorage.memory();
    }
  }

  /** In a JVM that says it is another machine, nothing is extracted and nothing is loaded. */
  @Test
  void onAnotherMachine_nothingIsLoaded() throws Exception {
    assertThat(OtherMachine.run())
        .contains("linux-aarch64-glibc", "supported: linux-x86_64-glibc", "mapped=false");
  }
}
