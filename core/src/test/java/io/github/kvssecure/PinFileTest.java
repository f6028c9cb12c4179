package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamPin;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinFileTest {

  private static final StreamPin PIN = new StreamPin(Camera.ARN, Keys.CAMERA);
  private static final StreamPin OTHER = new StreamPin(Camera.ARN, Keys.OTHER);

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("front-door.pin");
  }

  @Test
  void pin_isReadAsItWasWritten() throws IOException {
    PinFile.at(path()).write(PIN);

    assertThat(PinFile.at(path()).read()).isEqualTo(PIN);
    assertThat(Files.readAllLines(path()))
        .contains(
            "stream = " + Camera.ARN,
            "key = " + Keys.CAMERA,
            "account = 123456789012",
            "region = eu-central-1");
  }

  @Test
  void pinThatIsThere_isNotOverwritten() throws IOException {
    PinFile.at(path()).write(PIN);

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> PinFile.at(path()).write(OTHER));
    assertThat(PinFile.at(path()).read()).isEqualTo(PIN);
  }

  @Test
  void repin_takesThePinThatIsGivenUp() throws IOException {
    PinFile.at(path()).write(PIN);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PinFile.at(path()).repin(OTHER, OTHER))
        .withMessageContaining("not the pin that is given up");
    assertThat(PinFile.at(path()).read()).isEqualTo(PIN);

    PinFile.at(path()).repin(PIN, OTHER);
    assertThat(PinFile.at(path()).read()).isEqualTo(OTHER);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "account = 123456789012, account = 999999999999, another account",
    "region = eu-central-1, region = us-east-1, another region",
    "region = eu-central-1, '', no line for region",
    "region = eu-central-1, region eu-central-1, none of",
    "region = eu-central-1, owner = me, none of",
    "account = 123456789012, region = eu-central-1, two lines for region",
    "stream/front-door/1780000000, stream/front-door, stream ARN must be",
    "key/1111, alias/1111, key ARN must be",
    "key = arn:aws:kms:eu-central-1, key = arn:aws:kms:us-east-1, cannot be encrypted by a key in"
  })
  void fileWithAnythingButOnePin_isRefused(String present, String instead, String problem)
      throws IOException {
    PinFile.at(path()).write(PIN);
    Files.writeString(path(), Files.readString(path()).replace(present, instead));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PinFile.at(path()).read())
        .withMessageContaining(path().toString())
        .withMessageContaining(problem);
  }

  @Test
  void endlessFile_isRefused() throws IOException {
    Files.writeString(path(), "#".repeat(10_000));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PinFile.at(path()).read())
        .withMessageContaining("8192 bytes");
  }

  @Test
  void missingFile_isAnError() {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> PinFile.at(path()).read());
  }

  @Test
  void keyOfAnotherRegionOrPartition_cannotBePinned() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new StreamPin(
                    Camera.ARN,
                    KeyArn.of("arn:aws:kms:us-east-1:123456789012:key/" + Camera.KEY_ID)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new StreamPin(
                    Camera.ARN,
                    KeyArn.of("arn:aws-cn:kms:eu-central-1:123456789012:key/" + Camera.KEY_ID)));
  }

  @Test
  void keyOfAnotherAccount_canBePinned() {
    KeyArn shared = KeyArn.of("arn:aws:kms:eu-central-1:999999999999:key/" + Camera.KEY_ID);

    assertThat(new StreamPin(Camera.ARN, shared).account()).isEqualTo("123456789012");
  }

  @Test
  void pinOfAnotherStream_isRefusedByTheSpec() {
    StreamArn other =
        new StreamArn("arn:aws:kinesisvideo:eu-central-1:123456789012:stream/back-door/1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Camera.spec().pinnedTo(new StreamPin(other, Keys.CAMERA)));
  }
}
