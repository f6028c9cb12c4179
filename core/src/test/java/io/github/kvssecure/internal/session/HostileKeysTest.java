package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.ReportedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Opens streams with every kind of key, against the stand-in over TLS: key form, key state,
 * account, Region, permission, new or existing stream. What must come of each is in {@code
 * hostile-keys.psv}. The rows claim no proof: a row that proves one control violated shows nothing
 * of the others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileKeysTest {

  private final HostileKeys world = new HostileKeys(ReportedKey.AS_TYPED);

  @AfterAll
  void stop() {
    world.close();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "hostile-keys.psv", delimiter = '|', useHeadersInDisplayName = true)
  void streamWithAKey(
      String stream,
      String asked,
      String actual,
      String state,
      String permission,
      String policy,
      String expected)
      throws InterruptedException {
    HostileKeys.Attempt attempt =
        world.attempt(policy).keyInState(state).described(permission).asking(asked);
    if (stream.equals("existing")) {
      attempt.existingWith(actual);
    }

    String outcome = outcome(attempt);

    String[] parts = expected.split(", ", 2);
    assertThat(outcome).isEqualTo(parts[0]);
    if (parts.length > 1) {
      requireDecision(attempt, parts[1]);
    }
    assertThat(world.kvs().keys().managedKeyWasMade()).isFalse();
    if (stream.equals("existing") && permission.equals("nobody")) {
      assertThat(attempt.calls()).extracting(RecordedCall::service).doesNotContain("kms");
    }
    boolean made = attempt.calls().stream().anyMatch(c -> c.operation().equals("CreateStream"));
    assertThat(made).isEqualTo(stream.equals("new") && outcome.equals("opened"));
  }

  @Test
  @ProvesViolated({"KMS-02", "KMS-03", "CP-01"})
  void keyThatDoesNotExist_makesNoStream() throws InterruptedException {
    assertThat(outcome(world.attempt("strict").asking("missing-arn")))
        .isEqualTo("refused KMS-02 KMS-03 CP-01");
  }

  @Test
  @ProvesViolated({"KMS-10", "CP-01"})
  void keyOfAnotherAccount_makesNoStream() throws InterruptedException {
    assertThat(outcome(world.attempt("strict").asking("foreign-arn")))
        .isEqualTo("refused KMS-10 CP-01");
  }

  @Test
  @ProvesViolated({"KMS-01", "KMS-02"})
  void streamWithTheKeyOfAws_isRefused() throws InterruptedException {
    HostileKeys.Attempt attempt = world.attempt("strict").asking("arn");
    attempt.existingWith("none");

    assertThat(outcome(attempt)).isEqualTo("refused KMS-01 KMS-02");
  }

  @Test
  @ProvesSatisfied({"KMS-01", "KMS-02", "KMS-03", "KMS-04", "KMS-10", "CP-01", "CP-02"})
  void goodKey_satisfiesEveryControlThatLooksAtIt() throws InterruptedException {
    HostileKeys.Attempt attempt = world.attempt("strict").asking("arn");

    assertThat(outcome(attempt)).isEqualTo("opened");
    for (String id : List.of("KMS-01", "KMS-02", "KMS-03", "KMS-04", "KMS-10", "CP-01", "CP-02")) {
      assertThat(attempt.decision(Control.ofId(id).orElseThrow()))
          .isInstanceOf(Decision.Satisfied.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ReportedKey.class)
  @ProvesSatisfied({"KMS-02", "CP-02"})
  void newStream_isWhatWasAskedForHoweverItsKeyIsReported(ReportedKey form)
      throws InterruptedException {
    try (HostileKeys other = new HostileKeys(form)) {
      for (String asked : List.of("id", "arn", "alias", "alias-arn")) {
        for (String permission : List.of("granted", "nobody")) {
          HostileKeys.Attempt attempt = other.attempt("strict").described(permission).asking(asked);

          assertThat(outcome(attempt)).as(asked + " " + permission).isEqualTo("opened");
          assertThat(attempt.decision(Control.CP_02)).isInstanceOf(Decision.Satisfied.class);
          assertThat(attempt.decision(Control.KMS_02))
              .isInstanceOf(
                  permission.equals("nobody") && asked.startsWith("alias")
                      ? Decision.NotEvaluated.class
                      : Decision.Satisfied.class);
        }
      }
    }
  }

  private static String outcome(HostileKeys.Attempt attempt) throws InterruptedException {
    try {
      attempt.open();
      return "opened";
    } catch (PolicyViolationException refusal) {
      List<String> controls =
          refusal.violations().stream()
              .map(Violation::control)
              .map(Control::id)
              .distinct()
              .toList();
      return "refused " + String.join(" ", controls);
    }
  }

  private static void requireDecision(HostileKeys.Attempt attempt, String words) {
    List<String> kindAndControl = Arrays.asList(words.split(" "));
    Decision decision = attempt.decision(Control.ofId(kindAndControl.get(1)).orElseThrow());
    if (kindAndControl.get(0).equals("open")) {
      assertThat(decision).isInstanceOf(Decision.NotEvaluated.class);
      assertThat(((Decision.NotEvaluated) decision).reason()).isNotBlank();
    } else {
      assertThat(kindAndControl.get(0)).isEqualTo("violated");
      assertThat(decision).isInstanceOf(Decision.Violated.class);
    }
  }
}
