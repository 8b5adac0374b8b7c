package dev.pictor.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Writes a reply onto a connection, at the reply's own pace, and ends the connection with it. */
final class DirectReply implements LiveOutput {
  private final Connection connection;
  private final EmulatorClock clock;
  private final BooleanSupplier closing;
  private boolean half;

  DirectReply(Connection connection, EmulatorClock clock, BooleanSupplier closing) {
    this.connection = connection;
    this.clock = clock;
    this.closing = closing;
  }

  void send(Reply reply) throws IOException, InterruptedException {
    Delivery.Kind kind = reply.delivery().kind();
    if (kind == Delivery.Kind.NOTHING) {
      return;
    }
    if (kind == Delivery.Kind.RESET) {
      connection.reset();
    } else if (kind == Delivery.Kind.SILENCE) {
      waitForTheClientToLeave();
    } else if (reply.live().isPresent()) {
      sendLive(reply, reply.live().get());
    } else {
      sendWhole(reply, reply.body());
    }
  }

  private void sendWhole(Reply reply, byte[] body) throws IOException, InterruptedException {
    connection.write(head(reply, "Content-Length: " + body.length));
    Delivery delivery = reply.delivery();
    switch (delivery.kind()) {
      case HEAD_ONLY:
        waitForTheClientToLeave();
        break;
      case HALF:
        connection.write(body, 0, body.length / 2);
        break;
      case HALF_AND_RESET:
        connection.write(body, 0, body.length / 2);
        connection.reset();
        break;
      default:
        for (int from = 0; from < body.length && !isOver(); from += delivery.bytes()) {
          connection.write(body, from, Math.min(delivery.bytes(), body.length - from));
          pause(delivery);
        }
    }
  }

  private void sendLive(Reply reply, LiveBody body) throws IOException, InterruptedException {
    connection.write(head(reply, "Transfer-Encoding: chunked"));
    Delivery delivery = reply.delivery();
    if (delivery.kind() == Delivery.Kind.HEAD_ONLY) {
      waitForTheClientToLeave();
      return;
    }
    half = delivery.kind() == Delivery.Kind.HALF || delivery.kind() == Delivery.Kind.HALF_AND_RESET;
    body.writeTo(delivery.kind() == Delivery.Kind.SLOW ? slowed(delivery) : this);
    connection.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
  }

  private LiveOutput slowed(Delivery delivery) {
    return new LiveOutput() {
      @Override
      public void send(String text) throws IOException {
        for (int from = 0; from < text.length() && !isOver(); from += delivery.bytes()) {
          DirectReply.this.send(
              text.substring(from, Math.min(text.length(), from + delivery.bytes())));
          try {
            pause(delivery);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the emulator is being closed", e);
          }
        }
      }

      @Override
      public boolean waitUntil(Instant moment) throws IOException, InterruptedException {
        return DirectReply.this.waitUntil(moment);
      }
    };
  }

  @Override
  public void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    connection.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
    connection.write(bytes);
    connection.write("\r\n".getBytes(StandardCharsets.UTF_8));
    if (half) {
      throw new IOException("cut off by a fault");
    }
  }

  @Override
  public boolean waitUntil(Instant moment) throws InterruptedException {
    clock.awaitUntil(moment, this::isOver);
    return !isOver();
  }

  private void waitForTheClientToLeave() throws InterruptedException {
    clock.awaitUntil(Instant.MAX, this::isOver);
  }

  // In real time: it is the client's patience that a slow reply tries, and clients know no other.
  private void pause(Delivery delivery) throws InterruptedException {
    EmulatorClock real = EmulatorClock.system();
    real.awaitUntil(real.instant().plus(delivery.pause()), this::isOver);
  }

  private boolean isOver() {
    return closing.getAsBoolean() || connection.isAbandoned();
  }

  private static byte[] head(Reply reply, String framing) {
    StringBuilder head = new StringBuilder(HttpListener.statusLine(reply.status()));
    head.append("\r\n").append(framing).append("\r\nConnection: close\r\n");
    reply.headers().forEach(header -> head.append(header).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
