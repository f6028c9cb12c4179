package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.policy.Control;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {

  @Test
  void enforced_isWhatTheProofsAreAbout() {
    assertThat(Rules.enforced())
        .extracting(Control::id)
        .containsExactlyInAnyOrder(
            "NET-01", "NET-02", "NET-04", "NET-05", "NET-06", "IAM-02", "IAM-05", "IAM-11",
            "IAM-01", "IAM-03", "IAM-04", "IAM-06", "IAM-07", "IAM-08", "IAM-10", "IAM-12",
            "IAM-13", "IAM-15", "BP-01", "BP-02", "BP-03", "BP-04", "BP-05", "BP-06", "BP-08",
            "BP-10", "KMS-01", "KMS-02", "KMS-03", "KMS-04", "KMS-05", "KMS-06", "KMS-07", "KMS-09",
            "KMS-10", "KMS-11", "CMP-01", "CMP-02", "CMP-03", "RES-01", "RES-02", "CP-01", "CP-02",
            "CP-03", "CP-04", "CP-05", "WIRE-01", "WIRE-02", "WIRE-05", "WIRE-06", "BP-09",
            "IOT-01", "IOT-02", "IOT-03", "IOT-04", "IOT-05", "IOT-06", "IOT-07", "IOT-08",
            "IOT-09", "IOT-10", "IOT-11", "IOT-12", "WIRE-03", "WIRE-04", "WIRE-07", "WIRE-08",
            "WIRE-09", "CMP-04", "NET-03", "NET-07", "NET-08", "NET-09", "NET-10", "NET-11",
            "NET-12", "NET-13", "NET-14", "NET-15", "NET-16", "BP-07", "MKV-01", "MKV-02", "MKV-03",
            "MKV-04", "MKV-05", "MKV-06", "MKV-07", "MKV-08", "MKV-09", "RES-03", "RES-04",
            "RES-05", "RES-06", "RES-07", "RES-08", "RES-09", "RES-10", "MON-06");
  }

  @Test
  void ruleSets_lookAtEachControlOnce() {
    for (List<?> rules :
        List.of(Rules.CREDENTIALS, Rules.CALLER, Rules.DATA_ENDPOINT, Rules.KEY, Rules.HANDSHAKE)) {
      assertThat(rules).extracting(rule -> ((Rule<?>) rule).control()).doesNotHaveDuplicates();
    }
  }
}
