package io.github.kvssecure.internal.aws;

import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * A session policy: what a session may do at most, whatever its role allows. Immutable.
 *
 * @param resource the stream ARN, or the pattern of stream ARNs, that it names
 * @param document the policy as JSON, without white space
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session">session
 *     policies</a>
 */
public record SessionPolicy(String resource, String document) {

  /** The longest session policy that STS takes, in characters of plain text. */
  static final int MAX_LENGTH = 2048;

  /**
   * Checks the length.
   *
   * @throws IngestConfigurationException if STS would not take it
   */
  public SessionPolicy {
    if (document.length() > MAX_LENGTH) {
      throw new IngestConfigurationException(
          "the session policy for "
              + resource
              + " has "
              + document.length()
              + " characters and STS takes "
              + MAX_LENGTH
              + "; it is never shortened or left out: use a shorter stream name");
    }
  }

  /**
   * Looking for a stream whose ARN is not known yet.
   *
   * @param region of the stream
   * @param account of the stream: that of the role, because KVS has no access across accounts but
   *     by roles
   * @param name of the stream
   * @return a policy that allows DescribeStream on streams of exactly that name
   */
  public static SessionPolicy lookingFor(AwsRegion region, String account, StreamName name) {
    String pattern =
        "arn:"
            + region.partition().id()
            + ":kinesisvideo:"
            + region
            + ":"
            + account
            + ":stream/"
            + name
            // The slash after the full name keeps streams out whose names merely begin like it.
            + "/*";
    return new SessionPolicy(
        pattern,
        IamPolicy.builder()
            .addStatement(allowing(List.of("kinesisvideo:DescribeStream"), pattern).build())
            .build()
            .toJson());
  }

  /**
   * Producing to one stream.
   *
   * @param stream exactly this one, also in time: its ARN ends in the moment it was made
   * @param key its key, as the service reports it
   * @return a policy that allows a producer's three actions on it, and data keys of its key through
   *     KVS
   * @see <a
   *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-kms.html">permissions
   *     of a producer on the key</a>
   */
  public static SessionPolicy producingTo(StreamArn stream, Optional<String> key) {
    IamStatement produce =
        allowing(
                List.of(
                    "kinesisvideo:PutMedia",
                    "kinesisvideo:GetDataEndpoint",
                    "kinesisvideo:DescribeStream"),
                stream.value())
            .build();
    IamStatement.Builder encrypt =
        allowing(List.of("kms:GenerateDataKey"), keyResource(stream, key));
    AwsRegion.of(stream.region())
        .kvsAsSeenByKms()
        .forEach(
            service ->
                encrypt.addCondition(
                    IamConditionOperator.STRING_EQUALS, "kms:ViaService", service));
    return new SessionPolicy(
        stream.value(),
        IamPolicy.builder().addStatement(produce).addStatement(encrypt.build()).build().toJson());
  }

  private static IamStatement.Builder allowing(List<String> actions, String resource) {
    IamStatement.Builder statement = IamStatement.builder().effect(IamEffect.ALLOW);
    actions.forEach(statement::addAction);
    return statement.addResource(resource);
  }

  /** IAM matches keys by key ARN only; what an alias stands for may not be known to a producer. */
  private static String keyResource(StreamArn stream, Optional<String> key) {
    // The service's word goes into a policy: a pattern in it would widen the session.
    Optional<KeyArn> arn = key.flatMap(KeyArn::parse);
    if (arn.isPresent()) {
      return arn.get().value();
    }
    String own = "arn:" + stream.partition() + ":kms:" + stream.region() + ":" + stream.account();
    return key.flatMap(SessionPolicy::named)
        .map(
            name ->
                switch (name.form()) {
                  case KEY_ID -> own + ":key/" + name.value();
                  // The key is of the alias' account, which need not be the stream's.
                  case ALIAS_ARN -> name.value().replaceFirst(":alias/.*", ":key/*");
                  case KEY_ARN, ALIAS_NAME -> own + ":key/*";
                })
        .orElse(own + ":key/*");
  }

  private static Optional<KmsKeyId> named(String text) {
    try {
      return Optional.of(KmsKeyId.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
