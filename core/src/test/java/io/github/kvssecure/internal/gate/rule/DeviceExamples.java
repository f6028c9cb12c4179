package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileUse;
import io.github.kvssecure.stream.StreamName;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One mistake for each control about devices. */
final class DeviceExamples {

  private static final ThingName THING = ThingName.of("front-door");

  private DeviceExamples() {}

  static void show(ControlExamples page) {
    startUp(page);
    credentials(page);
    page.show(
        IotRules.STREAM,
        new IotFacts.DeviceStream(
            THING, StreamBinding.byThingName(), "ab".repeat(32), StreamName.of("front-door-2")));
    page.show(IotRules.UPLOADS, new IotFacts.DeviceUploads(THING, Camera.STREAM, 3));
  }

  private static void startUp(ControlExamples page) {
    page.show(
        IotRules.ENDPOINT,
        new Facts.EndpointUse(
            "credentials endpoint of device front-door",
            URI.create("https://c2sakl5huz0afv.credentials.iot.us-east-1.amazonaws.com"),
            Camera.REGION,
            Optional.empty()));
    page.show(
        IotRules.TRUST,
        new IotFacts.DeviceTrust(
            THING,
            List.of(new IotFacts.Anchor("00".repeat(32), "CN=Corporate Inspection")),
            Camera.REGION,
            Optional.empty()));
    page.show(
        IotRules.FILES,
        new IotFacts.DeviceFiles(
            THING,
            List.of(
                new FileState(
                    Path.of("/etc/camera/device.key"),
                    FileUse.PRIVATE_KEY,
                    FileState.Kind.FILE,
                    Optional.of("camera"),
                    Optional.of(PosixFilePermissions.fromString("rw-r--r--")))),
            "camera"));
    page.show(
        IotRules.KEY_PAIR, new IotFacts.DeviceKeyPair(THING, "RSA", 1024, Optional.empty(), true));
    page.show(
        IotRules.VALIDITY,
        new IotFacts.DeviceValidity(
            THING,
            Camera.NOW.minus(Duration.ofDays(300)),
            Camera.NOW.plus(Duration.ofDays(10)),
            Camera.NOW));
    page.show(IotRules.CALL, new IotFacts.DeviceCall(THING, List.of("javax.net.debug")));
  }

  private static void credentials(ControlExamples page) {
    page.show(
        IotRules.CONNECTION,
        new IotFacts.DeviceConnection(
            Camera.HOST, new Facts.HandshakeDone(Handshakes.good()), false));
    page.show(
        IotRules.SESSION,
        new IotFacts.DeviceSession(
            THING,
            SessionCredentials.of(
                "ASIAEXAMPLEEXAMPLE01",
                Camera.SECRET,
                Optional.of(Camera.TOKEN),
                Optional.of(Camera.NOW.plus(Duration.ofDays(2)))),
            Camera.NOW));
    page.show(
        IotRules.ROLE,
        new IotFacts.DeviceRole(
            THING,
            Optional.of(RoleArn.of("arn:aws:iam::123456789012:role/device")),
            Optional.of(
                new CallerIdentity(
                    "123456789012", "arn:aws:sts::123456789012:assumed-role/administrator/x"))));
    page.show(
        IotRules.REFUSALS, new IotFacts.DeviceRefusals(THING, 5, 5, "HTTP 403 Access Denied"));
  }
}
