package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.RenewalListener;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.renewal.RenewingCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.spi.ControlPlaneException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.StsClient;

/** A role is assumed by credentials that somebody revoked while they were held. */
class RevokedBaseTest {

  private final LocalKvs kvs = LocalKvs.start();
  private final List<SessionCredentials> given = new ArrayList<>();
  private boolean givesTheSame;

  @AfterEach
  void stop() {
    kvs.close();
  }

  private final class Base implements SessionIssuer {
    @Override
    public SessionCredentials issue() {
      if (given.isEmpty() || !givesTheSame) {
        given.add(StandIn.credentials(kvs.identities().roleSession(LocalIdentities.CAMERA)));
      }
      return given.get(given.size() - 1);
    }

    @Override
    public void close() {}
  }

  private SessionCredentials assumedTwiceWithARevocationBetween() {
    RenewalTerms terms = RenewalTerms.of(Clock.systemUTC(), new Random(1), RenewalListener.NONE);
    try (RenewingCredentials base = new RenewingCredentials("base", new Base(), terms);
        StsClient sts = StandIn.clients(kvs).sts(base)) {
      CredentialSource.AssumedRole role =
          CredentialSource.assumeRole(
              RoleArn.of(kvs.identities().roleArn(LocalIdentities.CAMERA)),
              "front-door-camera",
              CredentialSource.instanceRole());
      AssumeRoleIssuer issuer = new AssumeRoleIssuer(role, Optional.empty(), base, sts);
      issuer.issue();
      kvs.identities().revoke(given.get(0).accessKeyId());
      return issuer.issue();
    }
  }

  @Test
  void baseThatHasOthers_isAskedForThem() {
    assertThat(assumedTwiceWithARevocationBetween().expiration()).isPresent();
    assertThat(given).hasSize(2);
  }

  @Test
  void baseThatHasNoOthers_isRefusedOnce() {
    givesTheSame = true;

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(this::assumedTwiceWithARevocationBetween)
        .satisfies(refused -> assertThat(refused.errorCode()).isEqualTo("InvalidClientTokenId"));
    assertThat(kvs.calls()).filteredOn(call -> call.status() == 403).hasSize(1);
  }
}
