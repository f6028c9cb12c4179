package io.github.kvssecure.policy;

import static io.github.kvssecure.policy.Phase.AUDIT;
import static io.github.kvssecure.policy.Phase.CONNECT;
import static io.github.kvssecure.policy.Phase.CREATE;
import static io.github.kvssecure.policy.Phase.OPEN;
import static io.github.kvssecure.policy.Phase.START;
import static io.github.kvssecure.policy.Phase.UPLOAD;
import static io.github.kvssecure.policy.Severity.BLOCK;
import static io.github.kvssecure.policy.Severity.INFORM;
import static io.github.kvssecure.policy.Severity.WARN;
import static io.github.kvssecure.policy.Topic.BEST_PRACTICES;
import static io.github.kvssecure.policy.Topic.COMPLIANCE;
import static io.github.kvssecure.policy.Topic.DATA_PROTECTION;
import static io.github.kvssecure.policy.Topic.DEVICE_IDENTITY;
import static io.github.kvssecure.policy.Topic.IDENTITY;
import static io.github.kvssecure.policy.Topic.INFRASTRUCTURE;
import static io.github.kvssecure.policy.Topic.MONITORING;
import static io.github.kvssecure.policy.Topic.RESILIENCE;

import java.util.Arrays;
import java.util.Optional;

/**
 * The catalogue of controls: each is one numbered requirement drawn from AWS's "Security in Amazon
 * Kinesis Video Streams". What a control demands is its {@link #statement}; the code that evaluates
 * it is a rule. A control without a rule is never reported as satisfied.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/security.html">Security
 *     in Amazon Kinesis Video Streams</a>
 */
public enum Control {
  KMS_01(DATA_PROTECTION, OPEN, BLOCK, "The stream is encrypted with a customer managed key"),
  KMS_02(DATA_PROTECTION, OPEN, BLOCK, "The stream's key is the key that was asked for"),
  KMS_03(
      DATA_PROTECTION,
      CREATE,
      BLOCK,
      "The key exists and is usable before a stream is made with it"),
  KMS_04(DATA_PROTECTION, UPLOAD, WARN, "The key stays healthy while media flows"),
  KMS_05(
      DATA_PROTECTION,
      UPLOAD,
      BLOCK,
      "An acknowledgement that reports a key problem stops the stream"),
  KMS_06(DATA_PROTECTION, OPEN, BLOCK, "The stream is the one that was pinned"),
  KMS_07(DATA_PROTECTION, OPEN, INFORM, "A dry run shows that the producer may use the key"),
  KMS_08(DATA_PROTECTION, AUDIT, INFORM, "The producer cannot decrypt"),
  KMS_09(DATA_PROTECTION, AUDIT, WARN, "The key is rotated"),
  KMS_10(DATA_PROTECTION, OPEN, BLOCK, "The key is in the stream's Region and an expected account"),
  KMS_11(DATA_PROTECTION, START, WARN, "Policies name actions that exist"),
  IAM_01(IDENTITY, OPEN, BLOCK, "The caller is not the account root"),
  IAM_02(IDENTITY, START, BLOCK, "Credentials are temporary"),
  IAM_03(IDENTITY, OPEN, BLOCK, "The caller is a role session"),
  IAM_04(IDENTITY, OPEN, BLOCK, "The caller is of the expected account, partition and role"),
  IAM_05(IDENTITY, OPEN, BLOCK, "Credentials end, soon enough and late enough"),
  IAM_06(IDENTITY, START, BLOCK, "Credentials come from an admitted kind of source"),
  IAM_07(IDENTITY, START, WARN, "Instance metadata is read by version 2 only"),
  IAM_08(IDENTITY, OPEN, BLOCK, "A session policy narrows the credentials to the stream"),
  IAM_09(IDENTITY, AUDIT, WARN, "The producer's role allows no more than producing"),
  IAM_10(IDENTITY, START, BLOCK, "A producer makes no call beyond a producer's"),
  IAM_11(
      IDENTITY, OPEN, BLOCK, "The reported stream ARN is well formed and is the stream asked for"),
  IAM_12(IDENTITY, OPEN, WARN, "Streams are addressed by ARN"),
  IAM_13(IDENTITY, OPEN, WARN, "The session name tells who acts"),
  IAM_14(IDENTITY, AUDIT, WARN, "The stream carries the expected tags"),
  IAM_15(IDENTITY, OPEN, INFORM, "The caller is who the credentials say"),
  IOT_01(
      DEVICE_IDENTITY,
      START,
      BLOCK,
      "The credentials endpoint has the shape and Region of AWS IoT"),
  IOT_02(
      DEVICE_IDENTITY, OPEN, BLOCK, "Device credentials come over mutual TLS with a verified name"),
  IOT_03(DEVICE_IDENTITY, START, WARN, "Device trust is limited to the roots of AWS"),
  IOT_04(DEVICE_IDENTITY, START, BLOCK, "Only the process owner can read the private key"),
  IOT_05(DEVICE_IDENTITY, START, BLOCK, "The private key is strong and fits the certificate"),
  IOT_06(DEVICE_IDENTITY, START, WARN, "The certificate is valid, and for long enough"),
  IOT_07(DEVICE_IDENTITY, OPEN, BLOCK, "A device uses only its own stream"),
  IOT_08(DEVICE_IDENTITY, OPEN, BLOCK, "Device credentials are temporary and bounded"),
  IOT_09(DEVICE_IDENTITY, OPEN, BLOCK, "Device credentials are of the expected role"),
  IOT_10(DEVICE_IDENTITY, UPLOAD, BLOCK, "A refused device does not hammer"),
  IOT_11(DEVICE_IDENTITY, UPLOAD, INFORM, "A device identity is used in one place"),
  IOT_12(DEVICE_IDENTITY, OPEN, BLOCK, "The credentials call follows no redirect and logs no body"),
  IOT_13(DEVICE_IDENTITY, AUDIT, WARN, "Role alias and trust policy are narrow"),
  MON_01(MONITORING, AUDIT, WARN, "A trail records management events"),
  MON_02(MONITORING, AUDIT, WARN, "A trail records PutMedia and GetMedia"),
  MON_03(MONITORING, AUDIT, INFORM, "Trail files are validated and encrypted"),
  MON_04(MONITORING, AUDIT, INFORM, "Alarms watch the stream"),
  MON_05(MONITORING, UPLOAD, BLOCK, "A local audit log is written"),
  MON_06(MONITORING, UPLOAD, WARN, "What was sent is matched with what was acknowledged"),
  MON_07(MONITORING, UPLOAD, INFORM, "Metrics are there for the application"),
  MON_08(MONITORING, AUDIT, INFORM, "The trail shows no unexpected change of the stream"),
  MON_09(MONITORING, AUDIT, INFORM, "The trail shows the TLS version expected"),
  CMP_01(COMPLIANCE, START, BLOCK, "The Region is admitted"),
  CMP_02(COMPLIANCE, OPEN, BLOCK, "Retention is within bounds"),
  CMP_03(COMPLIANCE, CREATE, BLOCK, "A new stream carries the mandatory tags"),
  CMP_04(COMPLIANCE, START, BLOCK, "FIPS endpoints and cryptography where required"),
  CMP_05(COMPLIANCE, OPEN, WARN, "Names, tags and metadata hold no personal data"),
  CMP_06(COMPLIANCE, AUDIT, INFORM, "The storage tier is as approved"),
  CMP_07(COMPLIANCE, AUDIT, INFORM, "An evidence report is written"),
  CMP_08(COMPLIANCE, AUDIT, INFORM, "A Config rule watches retention"),
  RES_01(RESILIENCE, OPEN, WARN, "Media is stored"),
  RES_02(RESILIENCE, OPEN, BLOCK, "Media is sent only to a stream that takes it"),
  RES_03(RESILIENCE, UPLOAD, BLOCK, "Media is kept until the right acknowledgement"),
  RES_04(RESILIENCE, UPLOAD, BLOCK, "A connection is replaced before it or its credentials end"),
  RES_05(RESILIENCE, UPLOAD, WARN, "An idle connection is noticed"),
  RES_06(RESILIENCE, UPLOAD, BLOCK, "Retries back off, and stop at permanent errors"),
  RES_07(RESILIENCE, UPLOAD, BLOCK, "A refused endpoint is asked for again once"),
  RES_08(RESILIENCE, UPLOAD, WARN, "Media spilled to disk is protected"),
  RES_09(RESILIENCE, OPEN, WARN, "A stream has one writer"),
  RES_10(RESILIENCE, OPEN, BLOCK, "The checks themselves stay within the call quotas"),
  NET_01(INFRASTRUCTURE, OPEN, BLOCK, "Endpoints are https on port 443"),
  NET_02(INFRASTRUCTURE, OPEN, BLOCK, "Endpoints are hosts of KVS in the Region"),
  NET_03(INFRASTRUCTURE, START, WARN, "No endpoint is overridden from outside"),
  NET_04(INFRASTRUCTURE, CONNECT, BLOCK, "TLS is 1.2 or newer"),
  NET_05(
      INFRASTRUCTURE,
      CONNECT,
      BLOCK,
      "The cipher suite has forward secrecy and authenticated encryption"),
  NET_06(INFRASTRUCTURE, CONNECT, BLOCK, "The certificate is for the DNS name that was asked for"),
  NET_07(INFRASTRUCTURE, CONNECT, WARN, "The certificate chain ends at a root of AWS"),
  NET_08(INFRASTRUCTURE, UPLOAD, BLOCK, "No redirect is followed, headers are bounded"),
  NET_09(INFRASTRUCTURE, CONNECT, BLOCK, "The connection stays on the private path"),
  NET_10(INFRASTRUCTURE, START, BLOCK, "The endpoint is a FIPS endpoint where required"),
  NET_11(INFRASTRUCTURE, OPEN, WARN, "The clock is right"),
  NET_12(INFRASTRUCTURE, START, WARN, "A proxy is an expected one"),
  NET_13(INFRASTRUCTURE, UPLOAD, BLOCK, "Every header that matters is signed"),
  NET_14(INFRASTRUCTURE, CONNECT, INFORM, "Key exchange is post-quantum where both sides can"),
  NET_15(INFRASTRUCTURE, CONNECT, INFORM, "The connected address is the resolved one"),
  NET_16(INFRASTRUCTURE, CONNECT, INFORM, "Certificate revocation is looked at"),
  BP_01(BEST_PRACTICES, START, WARN, "Producer and administrator are different principals"),
  BP_02(BEST_PRACTICES, CREATE, WARN, "Streams are not made with a producer's credentials"),
  BP_03(BEST_PRACTICES, START, BLOCK, "Logs hold no secret"),
  BP_04(BEST_PRACTICES, START, BLOCK, "Secrets are not serialised"),
  BP_05(BEST_PRACTICES, START, WARN, "Debug switches are off"),
  BP_06(BEST_PRACTICES, START, WARN, "No outdated client is on the class path"),
  BP_07(BEST_PRACTICES, UPLOAD, WARN, "Metadata is minimal"),
  BP_08(BEST_PRACTICES, START, BLOCK, "Exceptions from the policy are explicit"),
  BP_09(BEST_PRACTICES, START, WARN, "No obsolete permission is used"),
  BP_10(BEST_PRACTICES, START, BLOCK, "The checks need no more permissions than producing"),
  WIRE_01(INFRASTRUCTURE, OPEN, BLOCK, "The data endpoint is judged before the first byte"),
  WIRE_02(INFRASTRUCTURE, UPLOAD, BLOCK, "Request headers hold well-formed values only"),
  WIRE_03(INFRASTRUCTURE, UPLOAD, WARN, "Producer timestamps are sane"),
  WIRE_04(INFRASTRUCTURE, UPLOAD, WARN, "Timecodes fit the timecode type"),
  WIRE_05(INFRASTRUCTURE, UPLOAD, BLOCK, "Sending stops unless the service answers 200 in time"),
  WIRE_06(INFRASTRUCTURE, UPLOAD, BLOCK, "The acknowledgement stream is well formed and bounded"),
  WIRE_07(INFRASTRUCTURE, UPLOAD, BLOCK, "A truncated response stores nothing"),
  WIRE_08(INFRASTRUCTURE, UPLOAD, BLOCK, "Unknown errors are judged by their class"),
  WIRE_09(INFRASTRUCTURE, UPLOAD, WARN, "The upload stays within the service's rate"),
  MKV_01(INFRASTRUCTURE, UPLOAD, BLOCK, "The Matroska header is well formed"),
  MKV_02(INFRASTRUCTURE, UPLOAD, BLOCK, "Tracks are few, distinct and described"),
  MKV_03(INFRASTRUCTURE, UPLOAD, BLOCK, "Element sizes are bounded"),
  MKV_04(INFRASTRUCTURE, UPLOAD, WARN, "Fragments are bounded and in order"),
  MKV_05(INFRASTRUCTURE, UPLOAD, WARN, "Each fragment has a frame of each track"),
  MKV_06(INFRASTRUCTURE, UPLOAD, BLOCK, "Fragment metadata is bounded and uses no reserved name"),
  MKV_07(INFRASTRUCTURE, UPLOAD, WARN, "The header holds no private data"),
  MKV_08(INFRASTRUCTURE, UPLOAD, WARN, "The segment id is random"),
  MKV_09(INFRASTRUCTURE, UPLOAD, INFORM, "Fragments carry an integrity tag"),
  CP_01(DATA_PROTECTION, CREATE, BLOCK, "A creation request is checked whole"),
  CP_02(DATA_PROTECTION, CREATE, BLOCK, "A new stream is what was asked for"),
  CP_03(
      DATA_PROTECTION,
      CREATE,
      BLOCK,
      "A stream that exists already is adopted only if it meets the policy"),
  CP_04(DATA_PROTECTION, CREATE, BLOCK, "Retention is not reduced below the policy"),
  CP_05(DATA_PROTECTION, CREATE, BLOCK, "A stream is deleted only by ARN and version"),
  CP_06(DATA_PROTECTION, AUDIT, WARN, "Notifications and images go to approved places"),
  CP_07(DATA_PROTECTION, AUDIT, INFORM, "Edge and WebRTC features are off unless wanted");

  private final Topic topic;
  private final Phase phase;
  private final Severity defaultSeverity;
  private final String statement;

  Control(Topic topic, Phase phase, Severity defaultSeverity, String statement) {
    this.topic = topic;
    this.phase = phase;
    this.defaultSeverity = defaultSeverity;
    this.statement = statement;
  }

  /**
   * Its id in the catalogue.
   *
   * @return for example {@code KMS-01}
   */
  public String id() {
    return name().replace('_', '-');
  }

  /**
   * The control with this id.
   *
   * @param id for example {@code KMS-01}
   * @return the control, or empty if the catalogue has none of that id
   */
  public static Optional<Control> ofId(String id) {
    return Arrays.stream(values()).filter(control -> control.id().equals(id)).findFirst();
  }

  /**
   * The topic of the AWS guide it belongs to.
   *
   * @return the topic
   */
  public Topic topic() {
    return topic;
  }

  /**
   * When it is evaluated first.
   *
   * @return the phase
   */
  public Phase phase() {
    return phase;
  }

  /**
   * What a violation means unless the policy says otherwise.
   *
   * @return the severity
   */
  public Severity defaultSeverity() {
    return defaultSeverity;
  }

  /**
   * What it demands, in one sentence.
   *
   * @return plain text without a full stop
   */
  public String statement() {
    return statement;
  }

  /**
   * Why it is not evaluated where no rule has looked at it.
   *
   * @return plain text without a full stop
   */
  public String whyNotEvaluated() {
    if (this == KMS_08) {
      return "needs iam:SimulatePrincipalPolicy, which an auditor has and a producer must not have;"
          + " trying to decrypt with the producer's credentials would set off alarms";
    }
    if (this == IAM_09) {
      return "needs iam:SimulatePrincipalPolicy, which an auditor has and a producer must not have;"
          + " calls that should be denied are not tried";
    }
    if (this == IAM_14) {
      return "needs kinesisvideo:ListTagsForStream, which an auditor has and a producer does not need";
    }
    return phase == AUDIT
        ? "needs an auditor's permissions, which a producer does not have"
        : "no rule has looked at it";
  }

  @Override
  public String toString() {
    return id();
  }
}
