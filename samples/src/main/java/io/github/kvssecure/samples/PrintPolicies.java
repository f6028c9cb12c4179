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

/**
 * Prints the narrowest policies for one camera, and what is wrong with a policy of the web. The
 * arguments are the stream's name, the Region, the account and the ARN of the key; each that is
 * left out is made up.
 */
public final class PrintPolicies {

  private PrintPolicies() {}

  /**
   * Needs no account and no network.
   *
   * @param args {@code [STREAM [REGION [ACCOUNT [KEY_ARN]]]]}
   */
  public static void main(String[] args) {
    AwsRegion region = AwsRegion.of(args.length > 1 ? args[1] : "eu-central-1");
    String account = args.length > 2 ? args[2] : "123456789012";
    String partition = "arn:" + region.partition().id();
    String someKey =
        partition
            + ":kms:%s:%s:key/11111111-2222-3333-4444-555555555555".formatted(region.id(), account);
    StreamSpec spec =
        StreamSpec.builder(
                StreamName.of(args.length > 0 ? args[0] : "front-door"),
                Track.h264(1, new byte[] {1}))
            .encryptedBy(KmsKeyId.of(args.length > 3 ? args[3] : someKey))
            .tag("owner", "facility")
            .build();
    LeastPrivilege policies = LeastPrivilege.of(spec, region, account);
    RoleAlias alias = RoleAlias.of("cameras");
    RoleArn role = RoleArn.of(partition + ":iam::" + account + ":role/camera");

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
