package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An HTTP reply of an emulator, for the faults that no ready-made one describes. Immutable.
 *
 * <pre>{@code
 * fal.fail(Step.SUBMIT, Fault.reply(Reply.json(402, "{\"detail\":\"no\"}").header("x-why", "test")));
 * }</pre>
 */
public final class Reply {
  private static final String JSON = "application/json";
  private static final String CONTENT_TYPE = "content-type";

  private final int status;
  private final List<Header> headers;
  private final Supplier<byte[]> body;
  private final Optional<LiveBody> live;
  private final Delivery delivery;

  private Reply(
      int status,
      List<Header> headers,
      Supplier<byte[]> body,
      Optional<LiveBody> live,
      Delivery delivery) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.live = live;
    this.delivery = delivery;
  }

  /** Returns a reply without a body. */
  public static Reply empty(int status) {
    return lazy(status, () -> new byte[0]);
  }

  /** Returns a reply with these bytes. */
  public static Reply bytes(int status, String contentType, byte[] body) {
    byte[] copy = body.clone();
    return lazy(status, () -> copy).header(CONTENT_TYPE, contentType);
  }

  /** Returns a reply with this text, in UTF-8. */
  public static Reply text(int status, String contentType, String body) {
    return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a reply with this value as compact JSON. */
  public static Reply json(int status, JsonValue body) {
    return json(status, body.toString());
  }

  /** Returns a reply that says it is JSON; whether {@code body} really is, nobody checks. */
  public static Reply json(int status, String body) {
    return text(status, JSON, body);
  }

  /** Returns the page that a gateway in front of the service answers with when it is in trouble. */
  public static Reply html(int status) {
    String title = status + " " + Reasons.phrase(status);
    return text(
        status,
        "text/html",
        "<html>\r\n<head><title>"
            + title
            + "</title></head>\r\n<body>\r\n<center><h1>"
            + title
            + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
  }

  /** Returns no reply: the connection is closed instead. */
  static Reply none() {
    return empty(200).withDelivery(Delivery.NOTHING);
  }

  /** Returns a reply whose body is made when it is sent, so that waiting costs no memory. */
  static Reply lazy(int status, Supplier<byte[]> body) {
    return new Reply(status, Collections.emptyList(), body, Optional.empty(), Delivery.WHOLE);
  }

  /** Returns a reply that goes on for as long as {@code body} writes. */
  static Reply live(String contentType, LiveBody body) {
    return new Reply(
            200, Collections.emptyList(), () -> new byte[0], Optional.of(body), Delivery.WHOLE)
        .header(CONTENT_TYPE, contentType);
  }

  /** Sets a header, in place of any of that name. */
  public Reply header(String name, String value) {
    List<Header> changed = new ArrayList<>(withoutHeader(name).headers);
    changed.add(new Header(name, value));
    return new Reply(status, Collections.unmodifiableList(changed), body, live, delivery);
  }

  /** Takes all headers of that name away. */
  public Reply withoutHeader(String name) {
    List<Header> changed = new ArrayList<>(headers);
    changed.removeIf(header -> header.name().equalsIgnoreCase(name));
    return new Reply(status, Collections.unmodifiableList(changed), body, live, delivery);
  }

  /** Replaces the status code. */
  public Reply withStatus(int changed) {
    return new Reply(changed, headers, body, live, delivery);
  }

  /** Replaces the body and leaves the headers as they are. */
  public Reply withBody(byte[] changed) {
    byte[] copy = changed.clone();
    return new Reply(status, headers, () -> copy, Optional.empty(), delivery);
  }

  /** Replaces the body by what {@code edit} makes of it; a body that is no JSON stays. */
  Reply withJson(UnaryOperator<JsonValue> edit) {
    JsonValue json;
    try {
      json = JsonValue.parse(body());
    } catch (IllegalArgumentException notJson) {
      return this;
    }
    return withBody(edit.apply(json).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The same reply with its body made, for whoever must know whether that can be done. */
  Reply made() {
    byte[] made = body.get();
    return new Reply(status, headers, () -> made, live, delivery);
  }

  Reply withDelivery(Delivery changed) {
    return new Reply(status, headers, body, live, changed);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The value of the header with this name, in any case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** The bytes of the body; those of an event stream exist only while it is sent. */
  public byte[] body() {
    return body.get();
  }

  List<Header> headers() {
    return headers;
  }

  Optional<LiveBody> live() {
    return live;
  }

  Delivery delivery() {
    return delivery;
  }

  @Override
  public String toString() {
    return status + " " + headers;
  }
}
