package io.github.kvssecure.identity;

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
  record Fixed(String stream) implements StreamBinding {}

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
   * @param stream its name
   * @return the binding
   */
  static StreamBinding fixed(String stream) {
    return new Fixed(stream);
  }
}
