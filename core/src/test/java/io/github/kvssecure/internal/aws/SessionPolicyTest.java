package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.PolicyDocument;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The derived policies, read by the stand-in's evaluator, which shares no code with their maker.
 */
class SessionPolicyTest {

  private static final List<String> PRODUCER =
      List.of(
          "kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream");

  private static final List<String> BEYOND =
      List.of(
          "kinesisvideo:GetMedia",
          "kinesisvideo:GetClip",
          "kinesisvideo:CreateStream",
          "kinesisvideo:DeleteStream",
          "kinesisvideo:UpdateDataRetention",
          "kinesisvideo:TagStream",
          "kms:Decrypt",
          "kms:DescribeKey",
          "sts:AssumeRole");

  private static final String NAME_LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

  /** A stream of a random name, Region and account. */
  private record Drawn(AwsRegion region, String account, String name, String creation, String key) {

    static Drawn from(Random random) {
      List<String> regions =
          List.of("eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1");
      StringBuilder name = new StringBuilder();
      for (int i = 1 + random.nextInt(random.nextBoolean() ? 12 : 250); i > 0; i--) {
        name.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
      }
      String id =
          random.nextBoolean()
              ? "%08x-0000-4000-8000-%012x".formatted(random.nextInt(), random.nextInt(1 << 30))
              : "mrk-%032x".formatted(random.nextInt(1 << 30));
      return new Drawn(
          AwsRegion.of(regions.get(random.nextInt(regions.size()))),
          "%012d".formatted(Math.abs(random.nextLong() % 1_000_000_000_000L)),
          name.toString(),
          Long.toString(1_500_000_000_000L + random.nextInt()),
          id);
    }

    String arn(String otherName, String otherCreation) {
      return "arn:%s:kinesisvideo:%s:%s:stream/%s/%s"
          .formatted(region.partition().id(), region, account, otherName, otherCreation);
    }

    String keyArn(String id) {
      return "arn:%s:kms:%s:%s:key/%s".formatted(region.partition().id(), region, account, id);
    }

    Map<String, String> throughKvs() {
      // The suffix is the same in every partition (KMS developer guide, kms:ViaService).
      return Map.of("kms:viaservice", "kinesisvideo." + region + ".amazonaws.com");
    }
  }

  private static PolicyDocument read(SessionPolicy policy) {
    try {
      return PolicyDocument.identity(policy.document());
    } catch (ServiceException e) {
      throw new AssertionError("STS would refuse " + policy.document(), e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20261123})
  void producersPolicy_allowsItsThreeCallsOnItsStreamAndNothingElse(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      Drawn drawn = Drawn.from(random);
      String arn = drawn.arn(drawn.name(), drawn.creation());
      PolicyDocument policy =
          read(
              SessionPolicy.producingTo(
                  new StreamArn(arn), Optional.of(drawn.keyArn(drawn.key()))));

      for (String action : PRODUCER) {
        assertThat(policy.allows(action, arn, Map.of())).as("%s on %s", action, arn).isTrue();
        for (String other : otherStreams(drawn)) {
          assertThat(policy.allows(action, other, Map.of()))
              .as("%s on %s", action, other)
              .isFalse();
        }
      }
      for (String action : BEYOND) {
        assertThat(policy.allows(action, arn, Map.of())).isFalse();
        assertThat(policy.allows(action, drawn.keyArn(drawn.key()), drawn.throughKvs())).isFalse();
      }
    }
  }

  private static List<String> otherStreams(Drawn drawn) {
    String name = drawn.name();
    return List.of(
        drawn.arn(name + "0", drawn.creation()),
        drawn.arn(name + "-evil", drawn.creation()),
        drawn.arn("x" + name, drawn.creation()),
        drawn.arn(name.length() > 1 ? name.substring(0, name.length() - 1) : "y" + name, "1"),
        drawn.arn(name, drawn.creation() + "0"),
        drawn.arn(name, "1"),
        drawn.arn(name, drawn.creation()).replace(drawn.account(), "999999999999"),
        drawn.arn(name, drawn.creation()).replace(":stream/", ":channel/"));
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void producersPolicy_allowsDataKeysOfItsKeyThroughKvsOnly(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      Drawn drawn = Drawn.from(random);
      String key = drawn.keyArn(drawn.key());
      String call = "kms:GenerateDataKey";
      PolicyDocument policy =
          read(
              SessionPolicy.producingTo(
                  new StreamArn(drawn.arn(drawn.name(), drawn.creation())), Optional.of(key)));

      assertThat(policy.allows(call, key, drawn.throughKvs())).isTrue();
      assertThat(policy.allows(call, key, Map.of())).isFalse();
      assertThat(policy.allows(call, key, Map.of("kms:viaservice", "s3.amazonaws.com"))).isFalse();
      assertThat(policy.allows(call, key + "0", drawn.throughKvs())).isFalse();
      assertThat(policy.allows(call, drawn.keyArn("other"), drawn.throughKvs())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void findersPolicy_allowsDescribingStreamsOfThatNameOnly(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      Drawn drawn = Drawn.from(random);
      PolicyDocument policy =
          read(
              SessionPolicy.lookingFor(
                  drawn.region(), drawn.account(), new StreamName(drawn.name())));

      assertThat(
              policy.allows("kinesisvideo:DescribeStream", drawn.arn(drawn.name(), "17"), Map.of()))
          .isTrue();
      assertThat(policy.allows("kinesisvideo:PutMedia", drawn.arn(drawn.name(), "17"), Map.of()))
          .isFalse();
      for (String other :
          List.of(
              drawn.arn(drawn.name() + "0", "17"),
              drawn.arn("x" + drawn.name(), "17"),
              drawn.arn(drawn.name(), "17").replace(drawn.account(), "999999999999"))) {
        assertThat(policy.allows("kinesisvideo:DescribeStream", other, Map.of())).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "11111111-2222-3333-4444-555555555555,"
        + " arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    "alias/camera, arn:aws:kms:eu-central-1:123456789012:key/*",
    "arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo,"
        + " arn:aws:kms:eu-central-1:123456789012:key/*",
    "arn:aws:kms:eu-central-1:999999999999:alias/fleet,"
        + " arn:aws:kms:eu-central-1:999999999999:key/*",
    "something unheard of, arn:aws:kms:eu-central-1:123456789012:key/*",
    "arn:aws:kms:*:*:key/*, arn:aws:kms:eu-central-1:123456789012:key/*",
    "arn:aws:kms:eu-central-1:*:key/11111111-2222-3333-4444-555555555555,"
        + " arn:aws:kms:eu-central-1:123456789012:key/*"
  })
  void keyThatIsNotReportedByArn_isNamedAsExactlyAsIamCan(String reported, String resource) {
    assertThat(SessionPolicy.producingTo(Camera.ARN, Optional.of(reported)).document())
        .contains("\"Resource\":\"" + resource + "\"")
        .doesNotContain("alias");
  }

  @Test
  void longestPolicyThatCanArise_fitsIntoWhatStsTakes() {
    String name = "n".repeat(256);
    String key = "mrk-" + "0".repeat(32);
    StreamArn stream =
        new StreamArn(
            "arn:aws-us-gov:kinesisvideo:us-gov-west-1:123456789012:stream/"
                + name
                + "/1234567890123");

    SessionPolicy policy =
        SessionPolicy.producingTo(
            stream, Optional.of("arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/" + key));

    assertThat(policy.document()).doesNotContain(" ", "\n").hasSizeLessThan(900);
    assertThat(policy.resource()).isEqualTo(stream.value());
  }

  @Test
  void policyThatIsTooLong_isAnErrorAndNeverShortened() {
    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> new SessionPolicy("arn:x", "p".repeat(2049)))
        .withMessageContaining("2049 characters and STS takes 2048")
        .withMessageContaining("never shortened or left out");
  }
}
