package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.FakeMediaProducerProvider;
import io.github.kvssecure.internal.packaging.JavaMediaProducer;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackagerChoiceTest {

  /** Native code that cannot run on this machine. */
  private record Unloadable(boolean mayBeReplaced) implements MediaProducerProvider {
    @Override
    public String name() {
      return "native 9.9";
    }

    @Override
    public MediaProducer mediaProducer() {
      throw new NativeLoadException("no library for this machine");
    }
  }

  private static PackagerChoice choose(Packaging packaging, MediaProducerProvider found) {
    return PackagerChoice.of(Optional.empty(), packaging, () -> Optional.of(found));
  }

  @Test
  void nativeCodeThatLoads_isPreferred() {
    PackagerChoice choice = choose(Packaging.NATIVE_OR_JAVA, new FakeMediaProducerProvider());

    assertThat(choice.inWords()).isEqualTo("fake (verified and loaded)");
  }

  @Test
  void nativeCodeThatCannotRun_isReplaced_andItIsSaidWhy() {
    PackagerChoice choice = choose(Packaging.NATIVE_OR_JAVA, new Unloadable(true));

    assertThat(choice.media()).isInstanceOf(JavaMediaProducer.class);
    assertThat(choice.inWords())
        .isEqualTo("java (native 9.9 cannot run: no library for this machine)");
  }

  @Test
  void nativeLibraryThatWasNamed_isNeverReplaced() {
    Unloadable named = new Unloadable(false);

    assertThatExceptionOfType(NativeLoadException.class)
        .isThrownBy(() -> choose(Packaging.NATIVE_OR_JAVA, named));
  }

  /** Java would run as well; but then nobody would remove what was found. */
  @Test
  void nothingTakesThePlaceOfWhatWasRefused() {
    NativeLoadException refusal =
        NativeLoadException.refusal("an SDK that trusts every certificate", new Exception());
    MediaProducerProvider refusing =
        new MediaProducerProvider() {
          @Override
          public String name() {
            return "native 9.9";
          }

          @Override
          public MediaProducer mediaProducer() {
            throw refusal;
          }
        };

    assertThatExceptionOfType(NativeLoadException.class)
        .isThrownBy(() -> choose(Packaging.NATIVE_OR_JAVA, refusing))
        .isSameAs(refusal)
        .matches(NativeLoadException::isRefusal);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nativeCodeThatWasAskedFor_isNeverReplaced(boolean mayBeReplaced) {
    Unloadable unloadable = new Unloadable(mayBeReplaced);

    assertThatExceptionOfType(NativeLoadException.class)
        .isThrownBy(() -> choose(Packaging.NATIVE, unloadable));
    assertThatExceptionOfType(NativeLoadException.class)
        .isThrownBy(
            () ->
                PackagerChoice.of(
                    Optional.of(unloadable), Packaging.NATIVE_OR_JAVA, Optional::empty));
  }

  @Test
  void javaThatWasAskedFor_touchesNoNativeCode() {
    FakeMediaProducerProvider nativeCode = new FakeMediaProducerProvider();
    PackagerChoice choice = choose(Packaging.JAVA, nativeCode);

    assertThat(choice.inWords()).isEqualTo("java (asked for)");
    assertThat(nativeCode.loads()).isZero();
  }

  @Test
  void nothingNative_isJava_orAnError() {
    assertThat(
            PackagerChoice.of(Optional.empty(), Packaging.NATIVE_OR_JAVA, Optional::empty).name())
        .isEqualTo("java");
    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> PackagerChoice.of(Optional.empty(), Packaging.NATIVE, Optional::empty))
        .withMessageContaining("kvs-secure-producer-jni");
  }
}
