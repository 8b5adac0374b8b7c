package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever serves a connection may forget to close it: MockWebServer does if a reply fails. */
@Timeout(60)
class ConnectionTest {
  private ServerSocket server;
  private Socket client;
  private Socket served;

  @BeforeEach
  void connect() throws IOException {
    server = new ListeningSockets().createServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = new Socket(server.getInetAddress(), server.getLocalPort());
    served = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    served.close();
    server.close();
  }

  private void reset() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  @Test
  void isClosedWhenAReadFindsItReset() throws IOException {
    reset();
    assertThatThrownBy(() -> served.getInputStream().read(new byte[10], 0, 10))
        .isInstanceOf(IOException.class);
    assertThat(served.isClosed()).isTrue();
  }

  @Test
  void isClosedWhenAWriteFindsItReset() throws IOException {
    reset();
    assertThatThrownBy(() -> served.getOutputStream().write(new byte[10], 0, 10))
        .isInstanceOf(IOException.class);
    assertThat(served.isClosed()).isTrue();
  }

  @Test
  void staysOpenWhileNothingComes() throws IOException {
    served.setSoTimeout(1);
    assertThatThrownBy(() -> served.getInputStream().read(new byte[10], 0, 10))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(served.isClosed()).isFalse();
  }
}
