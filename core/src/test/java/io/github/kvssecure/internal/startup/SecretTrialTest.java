package io.github.kvssecure.internal.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTrialTest {

  @Test
  @ProvesSatisfied({"BP-03", "BP-04"})
  void thisBuild_keepsItsSecretsAlsoWhereAServiceRepeatsThem() {
    SecretTrial trial = SecretTrial.ofThisBuild();

    assertThat(trial.inText().looked()).contains("credentials", "text from outside");
    assertThat(trial.inText().leaks()).isEmpty();
    assertThat(trial.serialised().serialised()).isEmpty();
  }

  @Test
  @ProvesViolated({"BP-03", "BP-04"})
  void holderThatShowsAndSerialisesItsSecret_isNoticed() {
    SecretTrial trial =
        SecretTrial.of("the-secret", Map.of("list", List.of("the-secret"), "other", new Object()));

    assertThat(trial.inText().leaks()).containsExactly("list");
    assertThat(trial.serialised().serialised()).containsExactly("list");
  }
}
