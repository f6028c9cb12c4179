package io.github.kvssecure.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.NativeLoadException;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NativeMediaProducerProviderTest {

  @Test
  void theServiceLoader_findsIt() {
    assertThat(ServiceLoader.load(MediaProducerProvider.class))
        .singleElement()
        .isInstanceOf(NativeMediaProducerProvider.class)
        .extracting(MediaProducerProvider::name)
        .isEqualTo("native 1.12.0");
  }

  @Test
  void allProviders_shareOneProducer() {
    MediaProducer producer = new NativeMediaProducerProvider().mediaProducer();
    assertThat(new NativeMediaProducerProvider().mediaProducer()).isSameAs(producer);
    assertThat(producer.maxFrameBytes()).isGreaterThan(100 << 20);
  }

  @Test
  void failure_isRememberedAndNotTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    NativeMediaProducerProvider provider =
        new NativeMediaProducerProvider(
            new NativeMediaProducerProvider.Remembered(
                () -> {
                  tries.incrementAndGet();
                  throw new NativeLoadException("no library for this machine");
                }));
    Throwable first = catchThrowable(provider::mediaProducer);

    assertThat(first).isInstanceOf(NativeLoadException.class);
    assertThatThrownBy(provider::mediaProducer).isSameAs(first);
    assertThat(tries).hasValue(1);
  }

  /** In a JVM that says it is another machine, nothing is extracted and nothing is loaded. */
  @Test
  void onAnotherMachine_nothingIsLoaded() throws Exception {
    assertThat(OtherMachine.run())
        .contains("linux-aarch64-glibc", "supported: linux-x86_64-glibc", "mapped=false");
  }
}
