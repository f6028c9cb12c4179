package io.github.kvssecure.internal.startup;

import java.util.Map;

/** Releases of the KVS Producer SDK for Java, told by the bytes of one class. */
final class ProducerSdks {

  /**
   * Versions by the SHA-256 of {@code NativeKinesisVideoProducerJni.class}, lower-case hex, taken
   * from {@code com.amazonaws:amazon-kinesis-video-streams-producer-sdk-java} of Maven Central. Of
   * these, 1.8.0 and 1.9.3 trust every certificate.
   */
  static final Map<String, String> VERSIONS =
      Map.of(
          "1edea7692bcfbabca348e389ca058b9735906c983411fe2a0a0bf9c06a973bf1", "1.8.0",
          "f38090a4492bbc1f838892040c02fea9f7011aef611479a7b12ecf41983039e4", "1.9.3",
          "d9bed70f2263358f8defa1cbb3d70f37250245b7d1316ce7e082f6554a9d8ee0", "1.12.0");

  private ProducerSdks() {}
}
