package dev.pictor.model;

/** What an endpoint makes an image from. */
public enum Operation {
  /** From a prompt. */
  TEXT_TO_IMAGE,

  /** A variation guided by a reference image, with or without a prompt. */
  REFERENCE_TO_IMAGE,

  /** From an image and a prompt that says what to change. */
  EDIT,

  /** Not known: an endpoint that no table describes. */
  UNDESCRIBED
}
