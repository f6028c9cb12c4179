package io.github.kvssecure.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Unjudged;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.policy.PolicyLinter.Purpose;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsControlPlane;
import io.github.kvssecure.internal.aws.AwsEndpoints;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class LeastPrivilegeTest {

  private static final RoleAlias ALIAS = RoleAlias.of("cameras");

  private static LeastPrivilege of(StreamSpec.Builder spec) {
    return LeastPrivilege.of(spec.build(), Camera.REGION, Camera.ACCOUNT);
  }

  @Test
  void everyDocument_isAPolicyWithoutFindings() {
    LeastPrivilege documents = of(Camera.spec());
    for (String document :
        List.of(
            documents.producer(),
            documents.deviceRole(StreamBinding.byThingName()),
            documents.deviceRole(StreamBinding.byCertificateId()),
            documents.deviceRole(StreamBinding.fixed("lobby")),
            documents.certificate(ALIAS),
            documents.deviceTrust(ALIAS))) {
      assertThat(PolicyLinter.of(Purpose.PRODUCER).findings(PolicyDocument.parse(document)))
          .as(document)
          .isEmpty();
    }
    assertThat(
            PolicyLinter.of(Purpose.ADMINISTRATOR)
                .findings(PolicyDocument.parse(documents.administrator())))
        .isEmpty();
  }

  @Test
  void producerPolicy_namesStreamKeyAndService() {
    assertThat(of(Camera.spec()).producer())
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": ["kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream"],
                  "Resource": "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/*"
                },
                {
                  "Effect": "Allow",
                  "Action": ["kms:GenerateDataKey"],
                  "Resource": "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
                  "Condition": {"StringEquals": {"kms:ViaService": "kinesisvideo.eu-central-1.amazonaws.com"}}
                }
              ]
            }""");
  }

  @Test
  void trustPolicy_isForOneRoleAliasOfOneAccount() {
    assertThat(of(Camera.spec()).deviceTrust(ALIAS))
        .contains("\"credentials.iot.amazonaws.com\"")
        .contains("\"aws:SourceAccount\": \"123456789012\"")
        .contains("arn:aws:iot:eu-central-1:123456789012:rolealias/cameras");
    assertThat(of(Camera.spec()).deviceRole(StreamBinding.byCertificateId()))
        .contains("stream/${credentials-iot:AwsCertificateId}/*");
  }

  @Test
  void keyStatement_isForTheRoleAndThroughKvsOnly() {
    RoleArn role = RoleArn.of("arn:aws:iam::123456789012:role/camera");
    assertThat(of(Camera.spec()).keyStatement(role).orElseThrow())
        .contains("\"AWS\": \"" + role + "\"", "kms:ViaService");
    StreamSpec withoutKey = StreamSpec.builder(Camera.STREAM, Camera.VIDEO).build();
    LeastPrivilege documents = LeastPrivilege.of(withoutKey, Camera.REGION, Camera.ACCOUNT);
    assertThat(documents.keyStatement(role)).isEmpty();
    assertThat(documents.producer()).doesNotContain("kms:");
  }

  @Test
  void partitionWithASuffixOfItsOwn_isServedUnderBothNames() {
    StreamSpec spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .encryptedBy(KmsKeyId.of("arn:aws-cn:kms:cn-north-1:123456789012:key/" + Camera.KEY_ID))
            .build();
    PolicyStatement statement =
        PolicyDocument.parse(
                LeastPrivilege.of(spec, AwsRegion.of("cn-north-1"), Camera.ACCOUNT).producer())
            .statements()
            .get(1);

    assertThat(statement.conditions().get("StringEquals"))
        .containsEntry(
            "kms:ViaService",
            List.of(
                "kinesisvideo.cn-north-1.amazonaws.com",
                "kinesisvideo.cn-north-1.amazonaws.com.cn"));
  }

  @Test
  void tagsOfTheSpec_bindTheAdministrator() {
    String document = of(Camera.spec().tag("owner", "door team")).administrator();
    assertThat(document).as("CreateStream sets the tags").doesNotContain("kinesisvideo:TagStream");
    PolicyStatement statement = PolicyDocument.parse(document).statements().get(0);
    assertThat(statement.conditions().get("StringEquals"))
        .containsEntry("aws:RequestTag/owner", List.of("door team"));
    assertThat(statement.conditions().get("ForAllValues:StringEquals"))
        .containsEntry("aws:TagKeys", List.of("owner"));
  }

  @Test
  void keyThatIsNoArnAndAccountThatIsNone_areRefused() {
    StreamSpec alias =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .encryptedBy(KmsKeyId.of("alias/camera"))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeastPrivilege.of(alias, Camera.REGION, Camera.ACCOUNT))
        .withMessageContaining(".encryptedBy(");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeastPrivilege.of(Camera.spec().build(), Camera.REGION, "42"));
  }

  @Test
  void producerPolicy_allowsItsStreamAndNoStreamWithALikeName() {
    try (LocalKvs kvs = LocalKvs.start()) {
      for (String name : List.of("front-door", "front", "front-door-2", "front-door2")) {
        kvs.streams().create(name);
      }
      kvs.identities().role("scoped", of(Camera.spec()).producer());
      try (AwsControlPlane scoped = controlPlane(kvs)) {
        assertThat(scoped.describe(Camera.STREAM)).isPresent();
        for (String other : List.of("front", "front-door-2", "front-door2")) {
          ControlPlaneException denied =
              catchThrowableOfType(
                  ControlPlaneException.class, () -> scoped.describe(StreamName.of(other)));
          assertThat(denied).as(other).isNotNull();
        }
      }
    }
  }

  private static AwsControlPlane controlPlane(LocalKvs kvs) {
    AwsClients clients =
        new AwsClients(
            AwsEndpoints.standIn(
                AwsRegion.of(kvs.region()), kvs.endpoint(), List.of(kvs.caCertificate())));
    SessionKeys keys = kvs.identities().roleSession("scoped");
    AwsSessionCredentials credentials =
        AwsSessionCredentials.create(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    CredentialSource source = CredentialSource.of(StaticCredentialsProvider.create(credentials));
    return new AwsControlPlane(clients, Unjudged.open(clients, source));
  }
}
