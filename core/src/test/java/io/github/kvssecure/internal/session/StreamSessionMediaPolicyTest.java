package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.Accounting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A policy may raise what is only warned of: then nothing of it may leave. */
class StreamSessionMediaPolicyTest {

  private final SessionTrial trial =
      SessionTrial.openUnder(SecurityPolicy.strict().raise(Control.WIRE_03, Severity.BLOCK));

  private void requireRefused(Frame frame) {
    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, () -> trial.put(frame));
    assertThat(refusal).as("refusal of %s", frame).isNotNull();
    assertThat(refusal.violations())
        .extracting(Violation::control)
        .containsExactly(Control.WIRE_03);
  }

  @Test
  void frameThatThePolicyRefuses_isNotTaken() {
    requireRefused(key(Duration.ofHours(1).toMillis()));

    assertThat(trial.frames()).isEqualTo(new Accounting(0, 0, 0));
    assertThat(trial.stream().frames()).isEmpty();
  }

  @Test
  void nextFrame_isRefusedAsWell() {
    requireRefused(key(Duration.ofHours(1).toMillis()));
    requireRefused(key(Duration.ofHours(1).toMillis() + 1000));

    assertThat(trial.stream().frames()).isEmpty();
  }

  /** Its rate and times are looked at by a clock that nobody sets. */
  @Test
  void clockThatIsSetBack_isNoticedAtTheNextLook() throws Exception {
    trial.put(key(0));
    trial.clock.advance(Duration.ofHours(-1));
    trial.executor.advance(MediaWatch.WINDOW);

    requireRefused(key(MediaWatch.WINDOW.toMillis()));
  }

  @Test
  void goodFrame_isTakenAfterARefusedOne() throws Exception {
    requireRefused(key(Duration.ofHours(1).toMillis()));

    trial.put(key(0));

    assertThat(trial.frames()).isEqualTo(new Accounting(1, 0, 0));
  }
}
