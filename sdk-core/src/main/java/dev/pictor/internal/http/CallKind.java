package dev.pictor.internal.http;

import dev.pictor.spi.HttpCall;

/** What follows from what a call is for. */
final class CallKind {
  private CallKind() {}

  /** Whether it may take as long as its job does. */
  static boolean isLong(HttpCall call) {
    return !call.file().isPresent()
        && (call.purpose() == HttpCall.Purpose.STREAM || !call.hold().isZero());
  }

  /** Whether nothing but its caller may send it again. */
  static boolean isOnlyOnce(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.SUBMIT
        || call.body().isPresent()
        || takesABody(call.method());
  }

  /** After one job: whoever reads a list of many looks after his own patience. */
  static boolean isQuestion(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.POLL && call.hold().isZero() && !isOnlyOnce(call);
  }

  /** Whether others follow to the same URL. */
  static boolean isRepeated(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.SUBMIT
        || call.purpose() == HttpCall.Purpose.POLL
        || call.purpose() == HttpCall.Purpose.LIST;
  }

  static boolean takesABody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }
}
