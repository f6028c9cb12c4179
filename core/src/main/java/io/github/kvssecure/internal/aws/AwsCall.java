package io.github.kvssecure.internal.aws;

import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;

/**
 * One call as IAM sees it: what a message about its failure names. Immutable.
 *
 * @param action the IAM action, for example {@code kinesisvideo:DescribeStream}
 * @param resource the resource a policy statement must name
 */
record AwsCall(String action, String resource) {

  /**
   * A call about a stream whose ARN is not known yet.
   *
   * @param operation for example {@code DescribeStream}
   * @param region of the call
   * @param stream which
   * @return the call; its resource matches that name in any account
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html">actions
   *     and resources of KVS</a>
   */
  static AwsCall onStream(String operation, AwsRegion region, StreamName stream) {
    return new AwsCall(
        "kinesisvideo:" + operation,
        "arn:"
            + region.partition().id()
            + ":kinesisvideo:"
            + region
            + ":*:stream/"
            + stream
            + "/*");
  }

  /**
   * A call about a key.
   *
   * @param operation for example {@code DescribeKey}
   * @param region of the call
   * @param key which
   * @return the call; a statement names keys and never aliases
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html">permissions
   *     of KMS</a>
   */
  static AwsCall onKey(String operation, AwsRegion region, KmsKeyId key) {
    String resource =
        switch (key.form()) {
          case KEY_ARN -> key.value();
          case KEY_ID ->
              "arn:" + region.partition().id() + ":kms:" + region + ":*:key/" + key.value();
          case ALIAS_NAME, ALIAS_ARN -> "the key behind " + key.value();
        };
    return new AwsCall("kms:" + operation, resource);
  }

  /**
   * The operation without its service.
   *
   * @return for example {@code DescribeStream}
   */
  String operation() {
    return action.substring(action.indexOf(':') + 1);
  }
}
