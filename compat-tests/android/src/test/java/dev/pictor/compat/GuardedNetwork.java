package dev.pictor.compat;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * What Android's {@code StrictMode} guards: names that are looked up, and sockets that are
 * connected, read and written. To close a plain socket is allowed there in any thread.
 */
final class GuardedNetwork extends SocketFactory implements Dns {
  private final Set<Thread> users = ConcurrentHashMap.newKeySet();

  OkHttpClient client() {
    return new OkHttpClient.Builder().socketFactory(this).dns(this).build();
  }

  /** Who has used the network. */
  Set<Thread> users() {
    return users;
  }

  private void use() {
    users.add(Thread.currentThread());
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    use();
    return Arrays.asList(InetAddress.getAllByName(host));
  }

  @Override
  public Socket createSocket() {
    return new GuardedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  private final class GuardedSocket extends Socket {
    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      use();
      super.connect(address, timeout);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
          use();
          return super.read(bytes, from, count);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          use();
          out.write(bytes, from, count);
        }
      };
    }
  }
}
