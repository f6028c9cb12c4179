package io.github.kvssecure.fake;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The camera of the front door: names, key, stream and frames that every policy admits. */
public final class Camera {

  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  public static final AwsRegion REGION = AwsRegion.of("eu-central-1");
  public static final String ACCOUNT = "123456789012";
  public static final StreamName STREAM = StreamName.of("front-door");
  public static final String KEY_ID = "11111111-2222-3333-4444-555555555555";
  public static final KmsKeyId KEY =
      KmsKeyId.of("arn:aws:kms:eu-central-1:123456789012:key/" + KEY_ID);
  public static final StreamArn ARN =
      new StreamArn("arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/1780000000");
  public static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  public static final URI ENDPOINT = URI.create("https://" + HOST);
  public static final Track VIDEO = Track.h264(1, ContractMedia.AVCC);
  public static final Track AUDIO = Track.aac(2, new byte[] {18, 16});
  public static final String SECRET = "SecretThatNobodyMayEverSeeInAnyText00000";
  public static final String TOKEN = "TokenThatNobodyMayEverSeeInAnyText";

  private Camera() {}

  /** Temporary credentials that end in an hour. */
  public static SessionCredentials credentials() {
    return credentialsUntil(NOW.plus(Duration.ofHours(1)));
  }

  public static SessionCredentials credentialsUntil(Instant end) {
    return SessionCredentials.of(
        "ASIAEXAMPLEEXAMPLE01", SECRET, Optional.of(TOKEN), Optional.of(end));
  }

  /** Another session that ends in an hour. */
  public static SessionCredentials credentialsNamed(String accessKeyId) {
    return SessionCredentials.of(
        accessKeyId, SECRET, Optional.of(TOKEN), credentials().expiration());
  }

  public static StreamSpec.Builder spec() {
    return StreamSpec.builder(STREAM, VIDEO).encryptedBy(KEY).retention(Retention.ofHours(24));
  }

  public static StreamDescription.Builder description() {
    return description(StreamStatus.ACTIVE);
  }

  public static StreamDescription.Builder description(StreamStatus status) {
    return StreamDescription.builder(ARN.value(), status)
        .retention(Retention.ofHours(24))
        .kmsKeyId(KEY.value())
        .mediaType("video/h264");
  }

  /** A key frame of the video track, so many milliseconds after {@link #NOW}. */
  public static Frame key(long millis) {
    return Frame.key(1, at(millis), bytes(100));
  }

  /** A delta frame of the video track. */
  public static Frame delta(long millis) {
    return Frame.delta(1, at(millis), bytes(100));
  }

  /** A frame of the audio track. */
  public static Frame audio(long millis) {
    return Frame.delta(2, at(millis), bytes(10));
  }

  public static Instant at(long millis) {
    return NOW.plusMillis(millis);
  }

  /** The timecode of a fragment that begins so many milliseconds after {@link #NOW}. */
  public static long timecode(long millis) {
    return at(millis).toEpochMilli();
  }

  public static ByteBuffer bytes(int count) {
    return ByteBuffer.wrap(new byte[count]);
  }
}
