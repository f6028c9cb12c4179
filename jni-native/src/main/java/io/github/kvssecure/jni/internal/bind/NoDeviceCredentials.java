package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.AuthCallbacks;
import com.amazonaws.kinesisvideo.producer.AuthInfo;
import com.amazonaws.kinesisvideo.producer.AuthInfoType;

/** Answers the native producer's wish for credentials with an opaque reference: it gets none. */
final class NoDeviceCredentials implements AuthCallbacks {

  private final OpaqueTokens tokens;

  NoDeviceCredentials(OpaqueTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public AuthInfo getDeviceCertificate() {
    return new AuthInfo(AuthInfoType.NONE, new byte[0], tokens.expirationTicks());
  }

  @Override
  public AuthInfo getSecurityToken() {
    return new AuthInfo(AuthInfoType.SECURITY_TOKEN, tokens.next(), tokens.expirationTicks());
  }

  @Override
  public String getDeviceFingerprint() {
    return "";
  }
}
