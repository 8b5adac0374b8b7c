package dev.pictor;

/** What can break between a client and a server, below HTTP. */
enum NetworkFault {
  /** Nobody listens. */
  REFUSED,
  /** The name of the host cannot be resolved. */
  NO_SUCH_HOST,
  /** Whoever listens does not speak TLS. */
  NO_TLS,
  /** Whoever listens has a certificate that nobody trusts. */
  UNTRUSTED_TLS,
  /** The connection breaks when the first byte of the request is written. */
  CUT_BEFORE_REQUEST,
  /** It breaks after the first bytes of the request's head. */
  CUT_IN_REQUEST_HEAD,
  /** It breaks after half of the request's body, or its whole head if it has no body. */
  CUT_IN_REQUEST_BODY,
  /** It breaks right after the last byte of the request, which the server has answered by then. */
  CUT_AFTER_REQUEST,
  /** It breaks when the reply is on its way, and has not come. */
  CUT_BEFORE_REPLY,
  /** It breaks after the first bytes of the reply's head. */
  CUT_IN_REPLY_HEAD,
  /** It breaks after half of what came with the reply's first bytes. */
  CUT_IN_REPLY_BODY;

  /** Whether the server has certainly not got the whole request. */
  boolean isBeforeTheEnd() {
    return this != CUT_AFTER_REQUEST && !isInReply();
  }

  /** Whether the server has certainly done what it was asked for. */
  boolean isInReply() {
    return this == CUT_BEFORE_REPLY || this == CUT_IN_REPLY_HEAD || this == CUT_IN_REPLY_BODY;
  }
}
