package io.github.kvssecure.identity;

import java.util.regex.Pattern;

/**
 * How the name of a device's stream follows from the device: the three ways of the KVS guide.
 * Immutable. The policy of the role must say the same; {@code IOT-07} says it on this side.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-iot.html">Controlling
 *     access with AWS IoT</a>
 */
public sealed interface StreamBinding {

  /** The stream is called as the thing: {@code ${credentials-iot:ThingName}} in the policy. */
  record ByThingName() implements StreamBinding {}

  /** As the certificate's id: {@code ${credentials-iot:AwsCertificateId}} in the policy. */
  record ByCertificateId() implements StreamBinding {}

  /**
   * The policy of the role names one stream.
   *
   * @param stream its name
   */
  record Fixed(String stream) implements StreamBinding {

    /** As StreamName has it; its package knows this one, and not the other way round. */
    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");

    /**
     * Checks the name, which goes into policies as it is.
     *
     * @throws IllegalArgumentException if {@code stream} is no stream name
     */
    public Fixed {
      if (!STREAM_NAME.matcher(stream).matches()) {
        throw new IllegalArgumentException(
            "stream name must be 1 to 256 of a-z A-Z 0-9 _ . - and was '"
                + stream.replaceAll("[^ -~]", "?")
                + "'");
      }
    }
  }

  /**
   * The stream is called as the thing.
   *
   * @return the binding
   */
  static StreamBinding byThingName() {
    return new ByThingName();
  }

  /**
   * The stream is called as the id that AWS IoT gives to the certificate: the SHA-256 of its DER
   * form, in 64 lower-case hexadecimal digits, as far as is known.
   *
   * @return the binding
   */
  static StreamBinding byCertificateId() {
    return new ByCertificateId();
  }

  /**
   * The stream is this one, whatever the device is called.
   *
   * @param stream its name, 1 to 256 of {@code a-z A-Z 0-9 _ . -}
   * @return the binding
   * @throws IllegalArgumentException if {@code stream} is no stream name
   */
  static StreamBinding fixed(String stream) {
    return new Fixed(stream);
  }
}
