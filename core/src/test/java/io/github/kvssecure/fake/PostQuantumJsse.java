package io.github.kvssecure.fake;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The JVM's TLS under another name, which says that it offers a hybrid with ML-KEM. */
public final class PostQuantumJsse extends Provider {

  private static final long serialVersionUID = 1L;

  /** A provider. */
  public PostQuantumJsse() {
    super("PostQuantumJsse", "1", "tells of a group that the JVM has not");
    put("SSLContext.TLS", Context.class.getName());
  }

  /** Parameters that tell the groups, on any JDK. */
  public static final class Parameters extends SSLParameters {
    /** As the JDK has it since version 20. */
    public String[] getNamedGroups() {
      return new String[] {"X25519MLKEM768", "x25519"};
    }
  }

  /** Made by the provider. */
  public static final class Context extends SSLContextSpi {

    private final SSLContext jvm;

    /** Wraps the JVM's. */
    public Context() throws NoSuchAlgorithmException {
      this.jvm = SSLContext.getInstance("TLS");
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      jvm.init(keys, trust, random);
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return new Parameters();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return jvm.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return jvm.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return jvm.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return jvm.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return jvm.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return jvm.getClientSessionContext();
    }
  }
}
