package io.github.kvssecure.local.tls;

/**
 * The certificate the stand-in presents; all but {@link #NORMAL} are ones that a careful client
 * refuses.
 */
public enum ServerCertificate {
  /**
   * Names localhost, 127.0.0.1, ::1 and the AWS hosts of the region; signed by the throw-away CA.
   */
  NORMAL,
  /** Signed by the CA but names another host. */
  WRONG_NAME,
  /** Signed by the CA; its only name is the IP address 127.0.0.1. */
  IP_ONLY,
  /** Signed by the CA, right names, validity over since yesterday. */
  EXPIRED,
  /** Right names, but signed by itself. */
  SELF_SIGNED_UNTRUSTED
}
