package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CredentialKind;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.Retention;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityPolicyTest {

  private static final LocalDate UNTIL = LocalDate.parse("2026-06-30");

  @Test
  void strict_isBoundedAsDocumented() {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThat(strict.name()).isEqualTo("strict");
    assertThat(strict.minRetention()).isEqualTo(Retention.ofHours(1));
    assertThat(strict.maxRetention()).isEqualTo(Retention.ofDays(365));
    assertThat(strict.maxCredentialLifetime()).hasHours(12);
    assertThat(strict.minCredentialRemaining()).hasMinutes(5);
    assertThat(strict.regions()).isEmpty();
    assertThat(strict.keyAccounts()).isEmpty();
    assertThat(strict.waivers()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Control.class)
  void strict_takesTheCatalogueAsItIs(Control control) {
    assertThat(SecurityPolicy.strict().severityOf(control)).isEqualTo(control.defaultSeverity());
  }

  @Test
  void baseline_onlyWarnsOfThreeControls() {
    SecurityPolicy baseline = SecurityPolicy.baseline();

    for (Control control : Control.values()) {
      boolean weaker = Set.of(Control.KMS_01, Control.IAM_05, Control.CMP_02).contains(control);
      assertThat(baseline.severityOf(control))
          .as(control.id())
          .isEqualTo(weaker ? Severity.WARN : control.defaultSeverity());
    }
    assertThat(baseline.minRetention()).isEqualTo(Retention.NONE);
    assertThat(baseline.maxRetention().hours()).isEqualTo(Retention.MAX_HOURS);
  }

  @Test
  void derivedPolicy_leavesTheFirstAlone() {
    SecurityPolicy strict = SecurityPolicy.strict();
    SecurityPolicy derived =
        strict
            .named("site north")
            .inRegions(AwsRegion.of("eu-west-1"))
            .withKeysOfAccounts(Set.of("999999999999"))
            .withRetentionBetween(Retention.ofHours(2), Retention.ofHours(2))
            .raise(Control.NET_03, Severity.BLOCK)
            .insecurelyWaive(Control.KMS_01, "the key is being replaced", UNTIL);

    assertThat(derived.name()).isEqualTo("site north");
    assertThat(derived.regions()).containsExactly(AwsRegion.of("eu-west-1"));
    assertThat(derived.keyAccounts()).containsExactly("999999999999");
    assertThat(derived.minRetention()).isEqualTo(Retention.ofHours(2));
    assertThat(derived.severityOf(Control.NET_03)).isEqualTo(Severity.BLOCK);
    assertThat(derived.waivers()).containsOnlyKeys(Control.KMS_01);
    assertThat(strict).hasToString(SecurityPolicy.strict().toString());
  }

  @Test
  void severity_canBeRaisedButNotLowered() {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThat(strict.raise(Control.KMS_01, Severity.BLOCK).severityOf(Control.KMS_01))
        .isEqualTo(Severity.BLOCK);
    assertThat(strict.raise(Control.KMS_07, Severity.WARN).severityOf(Control.KMS_07))
        .isEqualTo(Severity.WARN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strict.raise(Control.KMS_01, Severity.WARN))
        .withMessageContaining(".insecurelyWaive(Control.KMS_01, reason, until)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strict.raise(Control.NET_03, Severity.INFORM));
  }

  @Test
  void waiver_holdsThroughItsLastDay() {
    SecurityPolicy policy =
        SecurityPolicy.strict().insecurelyWaive(Control.KMS_01, "the key is being replaced", UNTIL);

    assertThat(policy.waiverOf(Control.KMS_01, UNTIL)).isPresent();
    assertThat(policy.waiverOf(Control.KMS_01, UNTIL.minusYears(1))).isPresent();
    assertThat(policy.waiverOf(Control.KMS_01, UNTIL.plusDays(1))).isEmpty();
    assertThat(policy.waiverOf(Control.KMS_10, UNTIL)).isEmpty();
    assertThat(policy.severityOf(Control.KMS_01)).isEqualTo(Severity.BLOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "too short", "          ", " too short "})
  void waiver_withoutAReason(String reason) {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> strict.insecurelyWaive(Control.KMS_01, reason, UNTIL))
        .withMessageContaining("10 characters");
  }

  @Test
  void controlThatEndsWaivers_cannotBeWaived() {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> strict.insecurelyWaive(Control.BP_08, "so that nothing ends", LocalDate.MAX))
        .withMessageContaining("BP-08")
        .withMessageContaining("within a year");
  }

  @Test
  void retentionBounds_upsideDown() {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> strict.withRetentionBetween(Retention.ofHours(3), Retention.ofHours(2)))
        .withMessageContaining("3 h")
        .withMessageContaining("2 h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901x", "123456789012\n"})
  void keyAccount_thatIsNoAccount(String account) {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> strict.withKeysOfAccounts(Set.of(account)));
  }

  @Test
  void region_namedTwice_countsOnce() {
    AwsRegion region = AwsRegion.of("eu-west-1");

    assertThat(SecurityPolicy.strict().inRegions(region, region, region).regions())
        .containsExactly(region);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void name_empty(String name) {
    SecurityPolicy strict = SecurityPolicy.strict();

    assertThatIllegalArgumentException().isThrownBy(() -> strict.named(name));
  }

  @Test
  void text_tellsThePolicy() {
    assertThat(
            SecurityPolicy.strict()
                .inRegions(AwsRegion.of("eu-west-3"), AwsRegion.of("eu-west-1"))
                .insecurelyWaive(Control.KMS_01, "the key is being replaced", UNTIL)
                .toString())
        .contains("strict", "[eu-west-1, eu-west-3]", "1 h to 8760 h", "waived=[KMS-01 until");
  }

  /** Over the fields, so that whoever adds one cannot forget its part of the text. */
  @Test
  void text_tellsEveryComponent() throws Exception {
    SecurityPolicy policy =
        SecurityPolicy.baseline()
            .named("site north")
            .raise(Control.NET_03, Severity.BLOCK)
            .requiringEvaluationOf(Set.of(Control.KMS_02))
            .insecurelyWaive(Control.KMS_10, "the key is being replaced", UNTIL)
            .inRegions(AwsRegion.of("eu-west-1"))
            .withKeysOfAccounts(Set.of("999999999999"))
            .withApprovedKeys(
                KeyApproval.of(
                    KeyArn.of("arn:aws:kms:eu-central-1:123456789012:key/" + Camera.KEY_ID)))
            .withMandatoryTags(Set.of("owner"))
            .includingOptional(Set.of(Control.KMS_09))
            .withRetentionBetween(Retention.ofHours(2), Retention.ofHours(3))
            .expecting(
                ExpectedIdentity.ANY
                    .ofAccounts("888888888888")
                    .inRoles("camera", "door")
                    .from(CredentialKind.IOT_CERTIFICATE))
            .withNetwork(NetworkPolicy.fips());
    for (Field field : SecurityPolicy.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        Object value = field.get(policy);
        assertThat(value).as(field.getName()).isNotEqualTo(field.get(SecurityPolicy.strict()));
        assertThat(policy.toString()).as(field.getName()).contains(parts(value).toList());
      }
    }
  }

  private static Stream<String> parts(Object value) throws ReflectiveOperationException {
    if (value instanceof Map<?, ?> map) {
      return Stream.concat(parts(map.keySet()), parts(List.copyOf(map.values())));
    }
    List<Object> within = new ArrayList<>();
    if (value instanceof Collection<?> many) {
      within.addAll(many);
    } else if (value instanceof PolicyDraft.Bounds
        || value instanceof Waiver
        || value instanceof ExpectedIdentity) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        within.add(component.getAccessor().invoke(value));
      }
    } else {
      return Stream.of(value.toString());
    }
    Stream<String> all = Stream.of();
    for (Object part : within) {
      all = Stream.concat(all, parts(part));
    }
    return all;
  }

  @Test
  void textOfPresets_staysShort() {
    assertThat(SecurityPolicy.strict())
        .asString()
        .contains("must be evaluated=all but [", "expected=anybody", "optional included=[]");
    assertThat(SecurityPolicy.baseline()).asString().contains("must be evaluated=[IAM-02");
  }

  @Test
  void keysTagsAndOptionalControls_areDerived() {
    KeyArn key = KeyArn.of("arn:aws:kms:eu-central-1:123456789012:key/" + Camera.KEY_ID);
    SecurityPolicy derived =
        SecurityPolicy.strict()
            .withApprovedKeys(KeyApproval.of(key).withReplicas())
            .withMandatoryTags(Set.of("owner"))
            .includingOptional(Set.of(Control.KMS_09))
            .requiringEvaluationOf(Set.of(Control.KMS_02));

    assertThat(derived.named("site").approvedKeys().keys()).containsExactly(key);
    assertThat(derived.named("site").approvedKeys().replicas()).isTrue();
    assertThat(derived.named("site").mandatoryTags()).containsExactly("owner");
    assertThat(derived.named("site").includes(Control.KMS_09)).isTrue();
    assertThat(derived.includes(Control.KMS_07)).isFalse();
    assertThat(derived.mustBeEvaluated(Control.KMS_02)).isTrue();
    assertThat(derived).asString().contains(key + "").contains("and replicas").contains("[owner]");
    assertThat(SecurityPolicy.strict().mustBeEvaluated(Control.KMS_02)).isFalse();
    assertThat(SecurityPolicy.strict().approvedKeys().isAny()).isTrue();
    assertThat(SecurityPolicy.strict().mandatoryTags()).isEmpty();
  }

  @Test
  void controlsThatAreNotOptional_cannotBeIncluded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecurityPolicy.strict().includingOptional(Set.of(Control.KMS_08)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aws:owner", "a,b"})
  void tagThatAwsDoesNotAdmit_cannotBeMandatory(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecurityPolicy.strict().withMandatoryTags(Set.of(key)));
  }
}
