package dev.pictor.benchmarks.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * One connection of a client, at the far end of a line that takes half a round trip in each
 * direction, and a whole one to be opened.
 */
final class Connection implements EventLoop.Ready {
  /** What a client asks for. */
  interface Handler {
    void handle(Request request, Connection connection);
  }

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Line line;
  private final Counts counts;
  private final Handler handler;
  private final RequestReader reader = new RequestReader();
  private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
  private boolean isGreeted;
  private boolean isClosed;

  Connection(EventLoop loop, SocketChannel channel, Line line, Counts counts, Handler handler)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.line = line;
    this.counts = counts;
    this.handler = handler;
    channel.socket().setTcpNoDelay(true);
    key = loop.register(channel, SelectionKey.OP_READ, this);
    counts.opened();
  }

  @Override
  public void ready(SelectionKey any) {
    try {
      if (key.isReadable()) {
        read();
      }
      if (!isClosed && key.isWritable()) {
        write();
      }
    } catch (IOException e) { // the client has gone
      close();
    }
  }

  private void read() throws IOException {
    byte[] shared = line.buffer();
    int count = channel.read(ByteBuffer.wrap(shared));
    if (count < 0) {
      close();
      return;
    }
    reader.add(shared, count);
    for (Optional<Request> next = reader.next(); next.isPresent(); next = reader.next()) {
      arrived(next.get());
    }
  }

  private void arrived(Request request) {
    counts.add(request);
    long delay = line.halfNanos() * (isGreeted ? 1 : 3);
    isGreeted = true;
    if (delay == 0) {
      handler.handle(request, this);
    } else {
      loop.at(System.nanoTime() + delay, () -> handler.handle(request, this));
    }
  }

  /** Sends bytes, which leave at once and arrive half a round trip later. */
  void send(byte[] bytes) {
    long delay = line.halfNanos();
    if (delay == 0) {
      arrive(bytes);
    } else {
      loop.at(System.nanoTime() + delay, () -> arrive(bytes));
    }
  }

  private void arrive(byte[] bytes) {
    if (isClosed) {
      return;
    }
    unsent.add(ByteBuffer.wrap(bytes));
    try {
      write();
    } catch (IOException e) { // the client has gone
      close();
    }
  }

  private void write() throws IOException {
    for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      unsent.remove();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  boolean isClosed() {
    return isClosed;
  }

  private void close() {
    if (!isClosed) {
      isClosed = true;
      counts.closed();
      key.cancel();
      try {
        channel.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
