package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The narrowest policy documents for one stream, to be given to IAM and KMS as they are. Immutable
 * and thread-safe; nothing is asked of AWS.
 *
 * <p>Security: what the documents allow is what this library calls, and nothing else. Not
 * protected: further policies of the same principal.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-iam.html">Controlling
 *     access to KVS with IAM</a>
 */
public final class LeastPrivilege {

  private final StreamSpec spec;
  private final AwsRegion region;
  private final String account;

  private LeastPrivilege(StreamSpec spec, AwsRegion region, String account) {
    this.spec = spec;
    this.region = region;
    this.account = account;
  }

  /**
   * The documents for a stream.
   *
   * @param spec name, key and tags; its key must be a key ARN, because a statement names keys and
   *     never aliases
   * @param region where the stream is
   * @param account whose it is: 12 digits
   * @return the documents
   * @throws IllegalArgumentException if the account is none, or the key is named in another way
   */
  public static LeastPrivilege of(StreamSpec spec, AwsRegion region, String account) {
    if (!account.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("an account is 12 digits");
    }
    spec.kmsKey()
        .filter(key -> key.form() != KmsKeyId.Form.KEY_ARN)
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "a policy names a key by its ARN, found "
                      + key
                      + "; write .encryptedBy(KmsKeyId.of(\"arn:"
                      + region.partition().id()
                      + ":kms:"
                      + region
                      + ":"
                      + account
                      + ":key/KEY-ID\"))");
            });
    return new LeastPrivilege(spec, region, account);
  }

  /**
   * What the role of a producer may do: send to this stream, and have its key used by KVS.
   *
   * @return an identity policy, or a session policy
   */
  public String producer() {
    return document(producing(stream(spec.name().value())));
  }

  /**
   * What somebody may do who makes this stream, with its tags. Who changes its retention or deletes
   * it needs {@code kinesisvideo:UpdateDataRetention} or {@code DeleteStream} besides; whoever
   * makes streams need not have them.
   *
   * @return an identity policy; a producer must not have it
   */
  public String administrator() {
    List<String> statements = new ArrayList<>();
    String own = stream(spec.name().value());
    statements.add(allow(List.of("kinesisvideo:CreateStream"), own, requestTags()));
    statements.add(allow(List.of("kinesisvideo:DescribeStream"), own, ""));
    spec.kmsKey()
        .ifPresent(key -> statements.add(allow(List.of("kms:DescribeKey"), key.value(), "")));
    return document(statements);
  }

  /**
   * What the role behind a role alias of AWS IoT may do, so that one role serves many devices and
   * each reaches its own stream only.
   *
   * @param binding how the stream of a device is named
   * @return an identity policy
   */
  public String deviceRole(StreamBinding binding) {
    String name =
        binding instanceof StreamBinding.Fixed fixed
            ? fixed.stream()
            : binding instanceof StreamBinding.ByCertificateId
                ? "${credentials-iot:AwsCertificateId}"
                : "${credentials-iot:ThingName}";
    return document(producing(stream(name)));
  }

  /**
   * Who may assume that role: AWS IoT alone, for this role alias alone.
   *
   * @param alias the role alias
   * @return a trust policy
   * @see <a
   *     href="https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html">the
   *     confused deputy</a>
   */
  public String deviceTrust(RoleAlias alias) {
    return document(
        List.of(
            """
            {
              "Effect": "Allow",
              "Principal": {"Service": "credentials.iot.amazonaws.com"},
              "Action": "sts:AssumeRole",
              "Condition": {
                "StringEquals": {"aws:SourceAccount": "%s"},
                "ArnEquals": {"aws:SourceArn": "%s"}
              }
            }"""
                .formatted(account, aliasArn(alias))));
  }

  /**
   * What the certificate of a device may do at AWS IoT: use this role alias, and not even connect.
   *
   * @param alias the role alias
   * @return an IoT policy
   */
  public String certificate(RoleAlias alias) {
    return document(List.of(allow(List.of("iot:AssumeRoleWithCertificate"), aliasArn(alias), "")));
  }

  /**
   * What the key's own policy must allow to a producer's role: have KVS make data keys, and nothing
   * outside KVS.
   *
   * @param role the producer's role
   * @return a statement for the key policy; empty if the spec names no key
   */
  public Optional<String> keyStatement(RoleArn role) {
    return spec.kmsKey()
        .map(
            key ->
                """
                {
                  "Effect": "Allow",
                  "Principal": {"AWS": "%s"},
                  "Action": "kms:GenerateDataKey",
                  "Resource": "*",
                  "Condition": {"StringEquals": {"kms:ViaService": %s}}
                }"""
                    .formatted(role, viaService()));
  }

  private List<String> producing(String resource) {
    List<String> statements = new ArrayList<>();
    statements.add(allow(KvsActions.PRODUCER, resource, ""));
    spec.kmsKey()
        .ifPresent(
            key ->
                statements.add(
                    allow(
                        List.of("kms:GenerateDataKey"),
                        key.value(),
                        ",\n  \"Condition\": {\"StringEquals\": {\"kms:ViaService\": "
                            + viaService()
                            + "}}")));
    return statements;
  }

  /** A stream cannot be made without the tags of its spec, nor with others. */
  private String requestTags() {
    if (spec.tags().isEmpty()) {
      return "";
    }
    StringBuilder equal = new StringBuilder();
    StringBuilder keys = new StringBuilder();
    for (Map.Entry<String, String> tag : new TreeMap<>(spec.tags().asMap()).entrySet()) {
      equal.append(equal.isEmpty() ? "" : ", ");
      equal.append(quoted("aws:RequestTag/" + tag.getKey())).append(": ");
      equal.append(quoted(tag.getValue()));
      keys.append(keys.isEmpty() ? "" : ", ").append(quoted(tag.getKey()));
    }
    return ",\n  \"Condition\": {\n    \"StringEquals\": {"
        + equal
        + "},\n    \"ForAllValues:StringEquals\": {\"aws:TagKeys\": ["
        + keys
        + "]}\n  }";
  }

  private static String allow(List<String> actions, String resource, String condition) {
    return "{\n  \"Effect\": \"Allow\",\n  \"Action\": ["
        + String.join(", ", actions.stream().map(LeastPrivilege::quoted).toList())
        + "],\n  \"Resource\": "
        + quoted(resource)
        + condition
        + "\n}";
  }

  private static String document(List<String> statements) {
    String joined = String.join(",\n", statements).indent(4).stripTrailing();
    return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n" + joined + "\n  ]\n}";
  }

  private String stream(String name) {
    return arn("kinesisvideo") + "stream/" + name + "/*";
  }

  private String aliasArn(RoleAlias alias) {
    return arn("iot") + "rolealias/" + alias;
  }

  private String arn(String service) {
    return "arn:" + region.partition().id() + ":" + service + ":" + region + ":" + account + ":";
  }

  private String viaService() {
    List<String> names = region.kvsAsSeenByKms().stream().map(LeastPrivilege::quoted).toList();
    return names.size() == 1 ? names.get(0) : "[" + String.join(", ", names) + "]";
  }

  /** Names, ARNs and tags have no character that JSON would escape; their types see to that. */
  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
