package dev.pictor.model;

/** Whether a request may be changed to fit an endpoint. */
public enum Strictness {
  /** Changes are made, and recorded in the plan and in the result. */
  LENIENT,

  /**
   * A dropped parameter, an inexact shape, or an emulation that changes meaning fails before any
   * paid call, with all reasons at once.
   */
  STRICT
}
