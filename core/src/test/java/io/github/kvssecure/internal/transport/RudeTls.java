package io.github.kvssecure.internal.transport;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A JSSE provider that is the JDK's, but throws where a connection says goodbye. */
final class RudeTls extends Provider {

  private static final long serialVersionUID = 1;

  RudeTls() {
    super("RudeTls", "1", "TLS that cannot say goodbye");
    putService(
        new Service(this, "SSLContext", "TLS", Context.class.getName(), null, null) {
          @Override
          public Object newInstance(@Nullable Object parameter) {
            return new Context();
          }
        });
  }

  private static final class Context extends SSLContextSpi {
    private final SSLContext jdk;

    Context() {
      try {
        this.jdk = SSLContext.getInstance("TLS", "SunJSSE");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      jdk.init(keys, trust, random);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return new Engine(jdk.createSSLEngine(host, port));
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return jdk.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return jdk.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return jdk.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return jdk.getClientSessionContext();
    }
  }

  private static final class Engine extends SSLEngine {
    private final SSLEngine jdk;

    Engine(SSLEngine jdk) {
      this.jdk = jdk;
    }

    @Override
    public void closeOutbound() {
      throw new IllegalStateException("no goodbye");
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int count, ByteBuffer to)
        throws SSLException {
      return jdk.wrap(from, offset, count, to);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int count)
        throws SSLException {
      return jdk.unwrap(from, to, offset, count);
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
      return jdk.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
      jdk.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
      return jdk.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
      return jdk.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return jdk.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
      return jdk.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
      jdk.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
      return jdk.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
      return jdk.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
      jdk.setEnabledProtocols(protocols);
    }

    @Override
    public SSLParameters getSSLParameters() {
      return jdk.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
      jdk.setSSLParameters(parameters);
    }

    @Override
    public SSLSession getSession() {
      return jdk.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
      return jdk.getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
      jdk.beginHandshake();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
      return jdk.getHandshakeStatus();
    }

    @Override
    public void setUseClientMode(boolean client) {
      jdk.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
      return jdk.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
      jdk.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
      return jdk.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
      jdk.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
      return jdk.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean enable) {
      jdk.setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
      return jdk.getEnableSessionCreation();
    }
  }
}
