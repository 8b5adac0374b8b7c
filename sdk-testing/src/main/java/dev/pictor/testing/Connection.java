package dev.pictor.testing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/**
 * A connection that says which thread reads from it, and on which a reply can be written by hand.
 */
final class Connection extends Socket {
  private final Consumer<Connection> onRead;
  private final Consumer<Connection> onClose;
  private volatile boolean finished;

  Connection(Consumer<Connection> onRead, Consumer<Connection> onClose) {
    this.onRead = onRead;
    this.onClose = onClose;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        onRead.accept(Connection.this);
        try {
          return finished ? -1 : super.read(bytes, offset, length);
        } catch (SocketTimeoutException e) {
          throw e;
        } catch (IOException e) {
          throw broken(e);
        }
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          if (!finished) {
            out.write(bytes, offset, length);
          }
        } catch (IOException e) {
          throw broken(e);
        }
      }
    };
  }

  /** MockWebServer forgets to close what the client has reset, and runs out of files one day. */
  private IOException broken(IOException why) {
    try {
      close();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return why;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    OutputStream out = getOutputStream();
    out.write(bytes, offset, length);
    out.flush();
  }

  /**
   * Ends the conversation: whoever serves this connection can write no more, finds no further
   * request, and so closes it.
   */
  void finish() {
    finished = true;
  }

  /** Breaks the connection: what the client has not read yet is lost. */
  void reset() throws IOException {
    finish();
    setSoLinger(true, 0);
    close();
  }

  /** Whether the client has hung up. A client says so by ending its side, so this looks there. */
  boolean isAbandoned() {
    try {
      setSoTimeout(1);
      return super.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException gone) {
      return true;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    onClose.accept(this);
    super.close();
  }
}
