package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class CredentialSourcesTest {

  private static final CredentialSource LONG_TERM =
      CredentialSource.of(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE01", "secret")));

  @Test
  void staticProvider_showsItsLongTermKeys() {
    assertThat(CredentialSources.literalCredentials(LONG_TERM))
        .hasValueSatisfying(
            keys -> {
              assertThat(keys.accessKeyId()).isEqualTo("AKIAEXAMPLEEXAMPLE01");
              assertThat(keys.sessionToken()).isEmpty();
            });
  }

  @Test
  void staticProvider_showsItsSessionToken() {
    CredentialSource source =
        CredentialSource.of(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("ASIAEXAMPLEEXAMPLE01", "secret", "token")));

    assertThat(
            CredentialSources.literalCredentials(source).flatMap(SessionCredentials::sessionToken))
        .hasValue("token");
  }

  @Test
  void baseOfAnAssumedRole_isLookedAtHoweverDeep() {
    RoleArn role = RoleArn.of("arn:aws:iam::123456789012:role/camera");
    CredentialSource chained =
        CredentialSource.assumeRole(
            role, "door", CredentialSource.assumeRole(role, "door", LONG_TERM));

    assertThat(CredentialSources.literalCredentials(chained)).isPresent();
  }

  @Test
  void otherProvider_isNotAsked() {
    AwsCredentialsProvider provider =
        () -> {
          throw new AssertionError("asked");
        };

    assertThat(CredentialSources.literalCredentials(CredentialSource.of(provider))).isEmpty();
  }

  @Test
  void anonymousProvider_holdsNoKeys() {
    assertThat(
            CredentialSources.literalCredentials(
                CredentialSource.of(AnonymousCredentialsProvider.create())))
        .isEmpty();
  }
}
