package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.UploadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exceptions are serialised whether we like it or not: by test runners, queues and clusters. */
class PolicyViolationExceptionTest {

  private static Object sent(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void refusalThatWasSent_stillNamesItsViolations() throws Exception {
    List<Violation> violations =
        List.of(new Violation(Control.KMS_01, "stream", "found", "required", "remedy"));

    PolicyViolationException received =
        (PolicyViolationException) sent(new PolicyViolationException(violations));

    assertThat(received.violations()).isEqualTo(violations);
  }

  @Test
  void brokenUploadThatWasSent_hasNoResponseRatherThanNull() throws Exception {
    UploadException received =
        (UploadException)
            sent(new UploadException(UploadException.Failure.CONNECT, true, "no connection"));

    assertThat(received.response()).isEmpty();
    assertThat(received.isRetryable()).isTrue();
  }
}
