package dev.pictor;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client's socket that breaks at a chosen point of an exchange. The break is that of a network:
 * what was written before it arrives, and both sides see a reset.
 */
final class ChaosSocket extends Socket {
  /** Where the exchange breaks that the current thread is about. */
  static final class Cut {
    private final NetworkFault where;
    private boolean isWritten;
    private boolean hasReply;

    Cut(NetworkFault where) {
      this.where = where;
    }
  }

  private static final int SOME = 12;

  private final ThreadLocal<Optional<Cut>> cuts;
  private final Runnable onClose;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  ChaosSocket(ThreadLocal<Optional<Cut>> cuts, Runnable onClose) {
    this.cuts = cuts;
    this.onClose = onClose;
  }

  private SocketException broken() throws IOException {
    setSoLinger(true, 0);
    close();
    return new SocketException("Connection reset");
  }

  @Override
  public synchronized void close() throws IOException {
    if (isClosed.compareAndSet(false, true)) {
      onClose.run();
    }
    super.close();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        Optional<Cut> cut = cuts.get();
        if (!cut.isPresent() || length == 0) {
          out.write(bytes, offset, length);
          return;
        }
        cut.get().isWritten = true;
        out.write(bytes, offset, written(cut.get(), bytes, offset, length));
        if (cut.get().where == NetworkFault.CUT_AFTER_REQUEST) {
          awaitReply();
        }
        if (!cut.get().where.isInReply()) {
          throw broken();
        }
      }
    };
  }

  /**
   * What the client does next takes no time in a test, and seconds in a service: whoever looks for
   * the job then must not be faster than the server makes it.
   */
  private void awaitReply() throws IOException {
    try {
      super.getInputStream().read();
    } catch (IOException e) {
      // There is none. Whatever there was to be done is done.
    }
  }

  private static int written(Cut cut, byte[] bytes, int offset, int length) {
    switch (cut.where) {
      case CUT_BEFORE_REQUEST:
        return 0;
      case CUT_IN_REQUEST_HEAD:
        return Math.min(SOME, length);
      case CUT_IN_REQUEST_BODY:
        int head = headLength(bytes, offset, length);
        return head + (length - head) / 2;
      default:
        return length;
    }
  }

  private static int headLength(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? length : end + 4;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        Optional<Cut> cut = cuts.get();
        if (!cut.isPresent() || !cut.get().isWritten) {
          return in.read(bytes, offset, length);
        }
        if (cut.get().hasReply) {
          throw broken();
        }
        int read = in.read(bytes, offset, length);
        cut.get().hasReply = true;
        if (read < 0) {
          return read;
        }
        switch (cut.get().where) {
          case CUT_IN_REPLY_HEAD:
            return Math.min(SOME, read);
          case CUT_IN_REPLY_BODY:
            int head = headLength(bytes, offset, read);
            return head == read ? read - 1 : head + (read - head) / 2;
          default:
            throw broken();
        }
      }
    };
  }
}
