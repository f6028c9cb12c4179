package io.github.kvssecure.samples;

import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.policy.LeastPrivilege;
import io.github.kvssecure.identity.policy.PolicyDocument;
import io.github.kvssecure.identity.policy.PolicyLinter;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;

/** Prints the narrowest policies for one camera, and what is wrong with a policy of the web. */
public final class PrintPolicies {

  private PrintPolicies() {}

  /**
   * Needs no account and no network.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    StreamSpec spec =
        StreamSpec.builder(StreamName.of("front-door"), Track.h264(1, new byte[] {1}))
            .encryptedBy(
                KmsKeyId.of(
                    "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"))
            .tag("owner", "facility")
            .build();
    LeastPrivilege policies = LeastPrivilege.of(spec, AwsRegion.of("eu-central-1"), "123456789012");
    RoleAlias alias = RoleAlias.of("cameras");
    RoleArn role = RoleArn.of("arn:aws:iam::123456789012:role/camera");

    print("role of a producer", policies.producer());
    print("role of an administrator", policies.administrator());
    print("role behind the role alias", policies.deviceRole(StreamBinding.byThingName()));
    print("trust policy of that role", policies.deviceTrust(alias));
    print("IoT policy of a certificate", policies.certificate(alias));
    print("statement for the key policy", policies.keyStatement(role).orElseThrow());

    System.out.println("--- what a linter says of a policy that is often copied");
    PolicyDocument copied =
        PolicyDocument.parse(
            """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["kinesisvideo:Put*", "kinesisvideo:GetStreamingEndpoint"],
               "Resource": "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door*"},
              {"Effect": "Allow", "Action": "kinesisvideo:*", "Resource": "*"}]}""");
    PolicyLinter.of(PolicyLinter.Purpose.PRODUCER).findings(copied).forEach(System.out::println);
  }

  private static void print(String title, String document) {
    System.out.println("--- " + title);
    System.out.println(document);
  }
}
