package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.internal.gate.rule.IotFacts.DeviceStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** IOT-07: the stream a device is about to use is the one that its identity leads to. */
final class OwnStream implements Rule<DeviceStream> {

  @Override
  public Control control() {
    return Control.IOT_07;
  }

  @Override
  public Decision evaluate(DeviceStream facts, SecurityPolicy policy) {
    String own = ownStream(facts);
    if (facts.stream().value().equals(own)) {
      return satisfied("stream " + own + " is that of device " + facts.thing());
    }
    // A thing name may have a colon, which no stream name has; then no stream fits.
    boolean possible = own.matches("[a-zA-Z0-9_.-]{1,256}");
    return violatedAt("stream " + facts.stream() + " of device " + facts.thing())
        .found("stream " + facts.stream())
        .required("stream " + own + ", " + reason(facts))
        .remedy(
            possible
                ? "StreamName.of(\""
                    + own
                    + "\"), or device.withStreamNamedBy(StreamBinding.fixed(\""
                    + facts.stream()
                    + "\")) if the policy of the role names that stream"
                : "name the thing with a-z A-Z 0-9 _ - only, as its stream, or"
                    + " device.withStreamNamedBy(StreamBinding.byCertificateId())");
  }

  private static String ownStream(DeviceStream facts) {
    StreamBinding binding = facts.binding();
    if (binding instanceof StreamBinding.Fixed fixed) {
      return fixed.stream();
    }
    return binding instanceof StreamBinding.ByCertificateId
        ? facts.certificateId()
        : facts.thing().value();
  }

  private static String reason(DeviceStream facts) {
    StreamBinding binding = facts.binding();
    if (binding instanceof StreamBinding.Fixed) {
      return "which the device is bound to by name";
    }
    return binding instanceof StreamBinding.ByCertificateId
        ? "which is the id of the device's certificate"
        : "which is the name of the thing";
  }
}
