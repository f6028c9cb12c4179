package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.kinesisvideo.producer.StorageInfo;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsAndSettingsTest {

  @Test
  void ticks_areHundredNanoseconds() {
    assertThat(Ticks.of(Duration.ofHours(2))).isEqualTo(72_000_000_000L);
    assertThat(Ticks.of(Duration.ofNanos(150))).isEqualTo(1);
  }

  @Test
  void instants_areCutToTheMillisecond() {
    assertThat(Ticks.ofMillisecond(Instant.ofEpochSecond(1, 2_999_999))).isEqualTo(10_020_000);
    assertThat(Ticks.ofMillisecond(Instant.EPOCH)).isZero();
  }

  @Test
  void instantsOutsideOfTime_haveNoTicks() {
    assertThat(Ticks.ofMillisecond(Instant.EPOCH.minusNanos(1))).isEqualTo(-1);
    assertThat(Ticks.ofMillisecond(Instant.MIN)).isEqualTo(-1);
    assertThat(Ticks.ofMillisecond(Instant.MAX)).isEqualTo(-1);
  }

  @Test
  void theTimeToWait_isNeverNegative() {
    Instant now = Instant.ofEpochSecond(100);
    assertThat(Ticks.until(0, now)).isZero();
    assertThat(Ticks.until(100 * Ticks.PER_SECOND + 3_200 * Ticks.PER_MILLISECOND, now))
        .isEqualTo(Duration.ofMillis(3_200));
  }

  @ShownGone("5-null-token")
  @Test
  void tokens_areFreshAndSayWhenTheyEnd() {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);
    OpaqueTokens tokens = new OpaqueTokens(clock, Duration.ofMinutes(45));
    assertThat(tokens.next()).hasSize(16).isNotEqualTo(tokens.next());
    assertThat(tokens.expirationTicks()).isEqualTo((1_000 + 45 * 60) * Ticks.PER_SECOND);
  }

  @Test
  void storage_isStatedAsNativeCodeIsTold() {
    assertThat(NativeStorage.inMemory(8L << 20).stated()).isEqualTo(MediaStorage.memory());
    assertThat(
            new NativeStorage(
                    new StorageInfo(
                        0,
                        StorageInfo.DeviceStorageType.DEVICE_STORAGE_TYPE_HYBRID_FILE,
                        8L << 20,
                        50,
                        "/var/spill"))
                .stated())
        .isEqualTo(
            new MediaStorage.Directory(Path.of("/var/spill"), Set.of(), OptionalLong.of(8L << 20)));
  }

  /** Of the client itself, not of a copy: what native code got is what is stated. */
  @Test
  void storageOfTheClient_isTheOneItWasMadeWith() {
    NativeMediaProducer producer = (NativeMediaProducer) Media.producer();
    NativeStorage told = producer.client().storage();

    assertThat(producer.storage()).isEqualTo(told.stated());
    assertThat(told.info().getStorageSize()).isEqualTo(producer.storageBytes());
  }

  @ShownGone("5-store-size")
  @ParameterizedTest
  @ValueSource(longs = {0, (8L << 20) - 1, (8L << 30) + 1})
  void storeOutOfRange_isRefused(long bytes) {
    assertThatThrownBy(() -> new NativeSettings(bytes, 4, Duration.ofMinutes(45)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NativeSettings.STORAGE_PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1g", "0x200", "+64", "-1", "0", "7", "8193", "17592186044928"})
  void storageThatIsNoNumberOrOutOfRange_isRefused(String text) {
    System.setProperty(NativeSettings.STORAGE_PROPERTY, text);
    try {
      assertThatThrownBy(NativeSettings::ofProcess)
          .isInstanceOf(IngestConfigurationException.class)
          .hasMessageContainingAll(
              "-D" + NativeSettings.STORAGE_PROPERTY + " is \"" + text + "\"", "8 to 8192");
    } finally {
      System.clearProperty(NativeSettings.STORAGE_PROPERTY);
    }
  }

  @Test
  void storage_isGivenInMebibytes() {
    System.setProperty(NativeSettings.STORAGE_PROPERTY, "64");
    try {
      assertThat(NativeSettings.ofProcess().storageBytes()).isEqualTo(64L << 20);
    } finally {
      System.clearProperty(NativeSettings.STORAGE_PROPERTY);
    }
  }

  @ShownGone("4-token-short")
  @Test
  void tokenThatNativeCodeWouldRefuse_isRefused() {
    assertThatThrownBy(() -> new NativeSettings(64L << 20, 4, Duration.ofSeconds(30)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void largestFrame_leavesRoomForWhatNativeCodeReserves() {
    int most = new NativeSettings(64L << 20, 4, Duration.ofMinutes(45)).maxFrameBytes();
    assertThat(most * 2.8).isLessThan(64L << 20);
    assertThat(new NativeSettings(8L << 30, 4, Duration.ofMinutes(45)).maxFrameBytes())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 65_536, 1_000_000})
  void pooledBuffers_startAtZeroAndAreUsedAgain(int size) {
    DirectBuffers buffers = new DirectBuffers();
    ByteBuffer data = ByteBuffer.wrap(Media.payload(1, Math.max(size, 9)));
    ByteBuffer copy = buffers.copyOf(data);
    assertThat(copy.isDirect()).isTrue();
    assertThat(copy.position()).isZero();
    assertThat(copy).isEqualTo(data);

    buffers.giveBack(copy);
    assertThat(buffers.copyOf(data)).isSameAs(copy);
  }

  @Test
  void acknowledgements_areWrittenAsTheServiceWritesThem() {
    assertThat(AcknowledgementText.persisted(1767323047000L))
        .isEqualTo("{\"EventType\":\"PERSISTED\",\"FragmentTimecode\":1767323047000}");
    assertThat(AcknowledgementText.error(5, new AcknowledgementError(4006, "INVALID_MKV_DATA")))
        .isEqualTo("{\"EventType\":\"ERROR\",\"FragmentTimecode\":5,\"ErrorId\":4006}");
  }

  @Test
  void log_keepsTheFirstStatusOfACall() {
    NativeLog log = new NativeLog(() -> 0, () -> true);
    log.print(5, "Client", "put(): operation returned status code: 0x5200002e");
    log.print(5, "Wrapper", "failed with status code: 0x0000000d");
    assertThat(log.takeStatus()).isEqualTo(NativeStatus.STORE_OUT_OF_MEMORY);
    assertThat(log.takeStatus()).isZero();
  }

  /** Native code's own thread complains every five seconds of streams that stay idle. */
  @Test
  void log_keepsNoStatusOfLinesThatBelongToNoCall() {
    NativeLog log = new NativeLog(() -> 0, () -> false);
    log.print(5, "Client", "auto eofr failed with status code: 0x5200008a");
    assertThat(log.takeStatus()).isZero();
  }

  @Test
  void exceptions_sayWhatTheStatusMeans() {
    assertThat(NativeStatus.exception(NativeStatus.STORE_OUT_OF_MEMORY, "put a frame"))
        .hasMessage(
            "cannot put a frame: content store is full, STORE_OUT_OF_MEMORY (status 0x5200002e)");
    assertThat(NativeStatus.exception(0x5200ffff, "put a frame"))
        .hasMessage("cannot put a frame: native error (status 0x5200ffff)");
  }

  /** Whatever this module decides by has a name and a meaning in the table. */
  @Test
  void everyConstant_isInTheTable() throws Exception {
    assertThat(NativeStatus.known()).isGreaterThan(50);
    for (Field constant : NativeStatus.class.getDeclaredFields()) {
      if (constant.getType() == int.class) {
        assertThat(NativeStatus.inWords(constant.getInt(null)))
            .as(constant.getName())
            .isNotEqualTo("native error");
      }
    }
  }
}
