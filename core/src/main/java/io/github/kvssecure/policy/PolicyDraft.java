package io.github.kvssecure.policy;

import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.Retention;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A {@link SecurityPolicy} in the making: what the presets ask, and what a copy changes. Not
 * thread-safe; never leaves the package.
 */
final class PolicyDraft {

  record Bounds(
      Retention minRetention,
      Retention maxRetention,
      Duration maxCredentialLifetime,
      Duration minCredentialRemaining) {}

  String name = "";
  EnumMap<Control, Severity> severities = new EnumMap<>(Control.class);
  EnumSet<Control> mustBeEvaluated = EnumSet.noneOf(Control.class);
  Map<Control, Waiver> waivers = new LinkedHashMap<>();
  Set<AwsRegion> regions = Set.of();
  Set<String> keyAccounts = Set.of();
  KeyApproval approvedKeys = KeyApproval.ANY;
  Set<String> mandatoryTags = Set.of();
  EnumSet<Control> optionalControls = EnumSet.noneOf(Control.class);
  Bounds bounds =
      new Bounds(
          Retention.NONE,
          Retention.ofHours(Retention.MAX_HOURS),
          Duration.ofHours(12),
          Duration.ofMinutes(5));
  ExpectedIdentity identity = ExpectedIdentity.ANY;
  NetworkPolicy network = NetworkPolicy.strict();

  static PolicyDraft strict() {
    PolicyDraft draft = new PolicyDraft();
    draft.name = "strict";
    draft.bounds =
        new Bounds(
            Retention.ofHours(1),
            Retention.ofDays(365),
            Duration.ofHours(12),
            Duration.ofMinutes(5));
    // NET-01, NET-02, WIRE-01 and IOT-01 are left open only by the named loopback option. KMS-02
    // needs a permission that a producer need not have. NET-09, NET-10 and CMP-04 are left so where
    // the network policy asks for nothing; where it does, their rules do not leave it at that.
    // IAM-08 cannot be told of credentials that come as they are, of instances or devices.
    EnumSet<Control> mayBeOpen =
        EnumSet.of(Control.NET_01, Control.NET_02, Control.WIRE_01, Control.IOT_01, Control.KMS_02);
    mayBeOpen.addAll(EnumSet.of(Control.NET_09, Control.NET_10, Control.CMP_04, Control.IAM_08));
    draft.mustBeEvaluated = EnumSet.complementOf(mayBeOpen);
    return draft;
  }

  static PolicyDraft baseline() {
    PolicyDraft draft = new PolicyDraft();
    draft.name = "baseline";
    draft.severities.put(Control.KMS_01, Severity.WARN);
    draft.severities.put(Control.IAM_05, Severity.WARN);
    draft.severities.put(Control.CMP_02, Severity.WARN);
    draft.mustBeEvaluated =
        EnumSet.of(
            Control.IAM_02,
            Control.IAM_11,
            Control.RES_02,
            Control.NET_04,
            Control.NET_05,
            Control.NET_06);
    return draft;
  }
}
