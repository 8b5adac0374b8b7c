package dev.pictor.testing;

/** What the Replicate emulator makes of an input that its table of the model does not have. */
public enum UnknownInput {
  /** Nothing, as the service seems to do. */
  IGNORED,
  /** A 422, so that a test finds inputs with a typing error. */
  REFUSED
}
