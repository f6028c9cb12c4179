package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.MetadataServer;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With every logger at TRACE, ours and the SDK's, no line holds a secret. */
class SecretsInLogTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<ch.qos.logback.core.Appender<ILoggingEvent>> others = new ArrayList<>();
  private Level before = Level.WARN;

  @BeforeEach
  void captureEverything() {
    before = root.getLevel();
    root.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root::detachAppender);
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void restore() {
    root.setLevel(before);
    root.detachAppender(lines);
    others.forEach(root::addAppender);
  }

  @Test
  void callsAndFailures_logNoSecret() {
    List<String> secrets = new ArrayList<>();
    try (LocalKvs kvs = LocalKvs.start()) {
      kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
      String role =
          kvs.identities().role("door-camera", LocalIdentities.policy("kinesisvideo:*", "kms:*"));
      SessionKeys base = kvs.identities().roleSession("fleet");
      secrets.add(base.secretAccessKey());
      secrets.add(base.sessionToken());
      CredentialSource source =
          CredentialSource.assumeRole(RoleArn.of(role), "door", StandIn.source(base));
      try (SessionCredentialsProvider principal = StandIn.principal(kvs, source);
          AwsControlPlane controlPlane = new AwsControlPlane(StandIn.clients(kvs), principal);
          AwsKeyDirectory directory = new AwsKeyDirectory(StandIn.clients(kvs), principal)) {
        callAndFail(kvs, controlPlane, directory, principal);
        SessionCredentials assumed = principal.resolve();
        secrets.add(assumed.secretAccessKey());
        secrets.add(assumed.sessionToken().orElseThrow());
      }
    }

    List<ILoggingEvent> logged = logged();
    assertThat(logged)
        .extracting(ILoggingEvent::getLoggerName)
        .contains("software.amazon.awssdk.request");
    assertThat(logged)
        .allSatisfy(
            line -> assertThat(textOf(line)).doesNotContain(secrets.toArray(CharSequence[]::new)));
  }

  @Test
  void jdkLoggerThatWritesHeaders_isNotOnTheWay() throws IOException {
    java.util.logging.Logger headers =
        java.util.logging.Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection");
    java.util.logging.Level before = headers.getLevel();
    List<String> written = new java.util.concurrent.CopyOnWriteArrayList<>();
    java.util.logging.Handler handler =
        new java.util.logging.Handler() {
          @Override
          public void publish(java.util.logging.LogRecord line) {
            written.add(String.valueOf(line.getMessage()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    headers.setLevel(java.util.logging.Level.ALL);
    headers.addHandler(handler);
    try (LocalKvs kvs = LocalKvs.start()) {
      SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
      try (AwsControlPlane controlPlane = StandIn.controlPlane(kvs, keys);
          MetadataServer metadata = MetadataServer.giving(keys);
          InstanceRoleIssuer instance = new InstanceRoleIssuer(metadata.address())) {
        controlPlane.callerIdentity(StandIn.credentials(keys));
        assertThat(instance.issue().accessKeyId()).isEqualTo(keys.accessKeyId());
      }
      assertThat(kvs.calls()).hasSize(1);
    } finally {
      headers.removeHandler(handler);
      headers.setLevel(before);
    }
    assertThat(written).isEmpty();
  }

  /** The stand-in's threads may log still. */
  private List<ILoggingEvent> logged() {
    synchronized (lines) {
      return List.copyOf(lines.list);
    }
  }

  private static void callAndFail(
      LocalKvs kvs,
      AwsControlPlane controlPlane,
      AwsKeyDirectory directory,
      SessionCredentialsProvider principal) {
    String key = kvs.keys().create().arn();
    StreamArn arn = controlPlane.create(StandIn.spec("door", key)).orElseThrow();
    controlPlane.describe(StreamName.of("door"));
    controlPlane.dataEndpoint(arn);
    controlPlane.callerIdentity(principal.resolve());
    directory.describe(KmsKeyId.of(key));
    for (Fault fault : List.of(Fault.HTTP_403_EXPIRED, Fault.HTTP_403_DENIED, Fault.HTTP_500)) {
      kvs.arm(fault, "DescribeStream", 3);
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(() -> controlPlane.describe(StreamName.of("door")));
      kvs.disarm();
    }
  }

  private static String textOf(ILoggingEvent line) {
    IThrowableProxy thrown = line.getThrowableProxy();
    return line.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
  }
}
