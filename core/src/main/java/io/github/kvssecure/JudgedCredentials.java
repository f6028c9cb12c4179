package io.github.kvssecure;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that sign calls of the control plane: each key is judged before it signs the
 * first. A provider of the application is asked anew for every call, and what it gave when somebody
 * looked says nothing of what it gives now. Thread-safe.
 */
final class JudgedCredentials implements SessionCredentialsProvider {

  private final SessionCredentialsProvider credentials;
  private final Consumer<SessionCredentials> judge;
  private volatile @Nullable String admitted;

  /**
   * Judged credentials.
   *
   * @param credentials gives them; closed with this
   * @param judge throws to refuse
   */
  JudgedCredentials(SessionCredentialsProvider credentials, Consumer<SessionCredentials> judge) {
    this.credentials = credentials;
    this.judge = judge;
  }

  @Override
  public SessionCredentials resolve() {
    SessionCredentials given = credentials.resolve();
    if (!given.accessKeyId().equals(admitted)) {
      judge.accept(given);
      admitted = given.accessKeyId();
    }
    return given;
  }

  @Override
  public void refused(SessionCredentials refused) {
    credentials.refused(refused);
  }

  @Override
  public void close() {
    credentials.close();
  }
}
