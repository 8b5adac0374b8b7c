package dev.pictor.model;

/** Which part of a mask says "edit here": providers disagree, so Pictor converts between them. */
public enum MaskPolarity {
  /** White is edited and black is kept, as FLUX Fill has it. */
  WHITE_IS_EDIT,
  /** Where the mask is transparent is edited, as OpenAI has it. */
  TRANSPARENT_IS_EDIT
}
