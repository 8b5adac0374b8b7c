package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Something that goes wrong between a client and a service. Immutable.
 *
 * <p>A fault of the first kind takes the place of the answer, and the request has no effect: a
 * submission that meets {@link #html(int)} stores no job. With {@link #afterEffect()} the request
 * does all it asked for, and only the answer is lost: the job is stored, and costs money, but the
 * client does not learn so. Faults of the second kind change the real answer, so the request always
 * has its effect; their descriptions say "the real reply".
 *
 * <pre>{@code
 * fal.fail(Step.SUBMIT, Fault.html(502));
 * fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
 * fal.fail(Step.STATUS, Fault.rateLimited(Duration.ofSeconds(2))).times(3);
 * fal.fail(Step.STATUS, Fault.withMember("status", JsonValue.of("WARMING_UP")));
 * fal.fail(Step.DOWNLOAD, Fault.disconnectDuringReply());
 * }</pre>
 */
public final class Fault {
  private final Play play;

  private Fault(Play play) {
    this.play = play;
  }

  // ---- in place of the answer

  /** Answers with this reply. */
  public static Fault reply(Reply reply) {
    return answer(call -> reply);
  }

  /** Answers with whatever {@code answer} makes of the request. */
  public static Fault answer(Function<RecordedCall, Reply> answer) {
    return new Fault(scene -> answer.apply(scene.call()));
  }

  /** Answers with a gateway's HTML page. */
  public static Fault html(int status) {
    return reply(Reply.html(status));
  }

  /** Answers with this status and no body. */
  public static Fault empty(int status) {
    return reply(Reply.empty(status));
  }

  /** Answers with this status and this text as JSON; whether it is JSON, nobody checks. */
  public static Fault json(int status, String body) {
    return reply(Reply.json(status, body));
  }

  /** Answers with status 200 and a body that calls itself JSON and is none. */
  public static Fault malformedJson() {
    return json(200, "{\"status\": oops, ");
  }

  /** Answers with status 200 and valid JSON of this many bytes, most of them padding. */
  public static Fault oversized(int bytes) {
    byte[] open = {'{', '"', 'p', 'a', 'd', '"', ':', '"'};
    byte[] close = {'"', '}'};
    byte[] body = new byte[Math.max(bytes, open.length + close.length)];
    Arrays.fill(body, (byte) 'x');
    System.arraycopy(open, 0, body, 0, open.length);
    System.arraycopy(close, 0, body, body.length - close.length, close.length);
    return reply(Reply.bytes(200, "application/json", body));
  }

  /** Sends the client elsewhere. */
  public static Fault redirect(int status, String url) {
    return reply(Reply.empty(status).header("location", url));
  }

  /**
   * Answers that there were too many requests, in the words of the service. fal does not say how
   * long to wait, unless with {@link FalQuirk#RETRY_AFTER_TOLD}.
   */
  public static Fault rateLimited(Duration retryAfter) {
    return new Fault(scene -> scene.rateLimited(retryAfter));
  }

  /** Closes the connection without a word. */
  public static Fault disconnect() {
    return reply(Reply.none());
  }

  /** Resets the connection without a word: the network's way of breaking, not the server's. */
  public static Fault reset() {
    return reply(Reply.empty(200).withDelivery(Delivery.RESET));
  }

  /** Says nothing until the client gives up. */
  public static Fault stall() {
    return reply(Reply.empty(200).withDelivery(Delivery.SILENCE));
  }

  // ---- changes of the real reply

  /** Sends the head of the real reply and half of its body, and closes the connection. */
  public static Fault disconnectDuringReply() {
    return rewriteReply(real -> real.withDelivery(Delivery.HALF));
  }

  /** Sends the head of the real reply and half of its body, and resets the connection. */
  public static Fault resetDuringReply() {
    return rewriteReply(real -> real.withDelivery(Delivery.HALF_AND_RESET));
  }

  /**
   * Sends the real reply twice: the second one lies in wait for whoever uses the connection next.
   */
  public static Fault repeatedReply() {
    return rewriteReply(real -> real.withDelivery(Delivery.TWICE));
  }

  /** Sends the head of the real reply, and then nothing until the client gives up. */
  public static Fault quiet() {
    return rewriteReply(real -> real.withDelivery(Delivery.HEAD_ONLY));
  }

  /** Sends the real reply {@code bytes} at a time, with a pause, in real time, after each. */
  public static Fault slow(int bytes, Duration pause) {
    Delivery slow = Delivery.slow(bytes, pause);
    return rewriteReply(real -> real.withDelivery(slow));
  }

  /** Sends the real reply, but only when the emulator's clock has gone on by {@code time}. */
  public static Fault late(Duration time) {
    return new Fault(
        scene -> {
          Reply real = scene.real();
          return scene.hold(time) ? real : Reply.none();
        });
  }

  /** Sends the first half of the real reply's body as if it were all of it. */
  public static Fault truncatedBody() {
    return rewriteReply(
        real -> {
          byte[] body = real.body();
          return real.withBody(Arrays.copyOf(body, body.length / 2));
        });
  }

  /** Sends the real reply with a body of the right keys and the wrong types. */
  public static Fault wrongTypes() {
    return rewriteJson(WrongTypes::of);
  }

  /** Sends the real reply with another content type; the bytes stay what they are. */
  public static Fault contentType(String lie) {
    return rewriteReply(real -> real.header("content-type", lie));
  }

  /** Sends the real reply with the body that {@code edit} makes of its JSON. */
  public static Fault rewriteJson(UnaryOperator<JsonValue> edit) {
    return rewriteReply(real -> real.withJson(edit));
  }

  /** Sends the real reply with another value for one member of its JSON object. */
  public static Fault withMember(String name, JsonValue value) {
    return rewriteJson(
        json -> {
          Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
          members.put(name, value);
          return JsonValue.object(members);
        });
  }

  /** Sends the real reply without one member of its JSON object. */
  public static Fault withoutMember(String name) {
    return rewriteJson(
        json -> {
          Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
          members.remove(name);
          return JsonValue.object(members);
        });
  }

  /** Sends what {@code edit} makes of the real reply. */
  public static Fault rewriteReply(UnaryOperator<Reply> edit) {
    return new Fault(scene -> edit.apply(scene.real()));
  }

  /** Returns the same fault, met by the answer only: what the request asked for has happened. */
  public Fault afterEffect() {
    return new Fault(
        scene -> {
          scene.real();
          return play.play(scene);
        });
  }

  Reply play(Scene scene) {
    return play.play(scene);
  }

  private interface Play {
    Reply play(Scene scene);
  }
}
