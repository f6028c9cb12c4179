package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is collected of a spec and its sender, and that it is looked at before any call. */
class StreamMetadataTest {

  private static final RoleArn ROLE = RoleArn.of("arn:aws:iam::123456789012:role/camera");
  private static final RoleArn FIRST = RoleArn.of("arn:aws:iam::123456789012:role/first");

  private final OpeningTrial trial = new OpeningTrial();

  @Test
  void sessionOfTheLastRole_isWhatKvsSees() {
    CredentialSource chained =
        CredentialSource.assumeRole(
                ROLE, "front-door", CredentialSource.webIdentity(FIRST, "pod", Path.of("token")))
            .withSourceIdentity("gate-7");

    assertThat(StreamMetadata.of(Camera.spec().tag("owner", "door-team").build(), chained))
        .satisfies(
            facts -> {
              assertThat(facts.identities())
                  .isEqualTo(Map.of("session name", "front-door", "source identity", "gate-7"));
              assertThat(facts.tags().asMap()).isEqualTo(Map.of("owner", "door-team"));
            });
  }

  @Test
  void webIdentity_namesItsSession() {
    assertThat(
            StreamMetadata.of(
                    Camera.spec().build(),
                    CredentialSource.webIdentity(FIRST, "pod", Path.of("token")))
                .identities())
        .isEqualTo(Map.of("session name", "pod"));
  }

  @Test
  @ProvesViolated("BP-07")
  void tellingTag_isRefusedBeforeAnyCallWhereThePolicyAsksForIt() {
    trial.under(SecurityPolicy.strict().raise(Control.BP_07, Severity.BLOCK));

    assertThatExceptionOfType(PolicyViolationException.class)
        .isThrownBy(() -> trial.open(Camera.spec().tag("owner", "jane@example.com")))
        .satisfies(
            refusal -> assertThat(refusal.violations().get(0).control()).isEqualTo(Control.BP_07));
    assertThat(trial.producer.calls()).isEmpty();
  }

  @Test
  @ProvesSatisfied("BP-07")
  void plainNames_areReportedAsLookedAt() throws InterruptedException {
    trial.producer.describing(Camera.description());

    trial.open(Camera.spec().tag("owner", "door-team"));

    assertThat(trial.decided(Control.BP_07)).isInstanceOf(Decision.Satisfied.class);
  }
}
