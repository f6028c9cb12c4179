package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.jni.NativeMediaProducerProvider;
import io.github.kvssecure.local.LocalKvs;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each published jar has to bring along. */
class LicenceTest {

  @ParameterizedTest
  @ValueSource(classes = {SecureProducer.class, NativeMediaProducerProvider.class, LocalKvs.class})
  void artifact_carriesTheTextOfItsLicence(Class<?> ofArtifact) throws Exception {
    URL artifact = ofArtifact.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone = new URLClassLoader(new URL[] {artifact}, null)) {
      URL licence = alone.findResource("META-INF/LICENSE");

      assertThat(licence).isNotNull();
      assertThat(new String(licence.openStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("Apache License", "END OF TERMS AND CONDITIONS");
    }
  }
}
