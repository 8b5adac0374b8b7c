package dev.pictor.replicate;

/** Whether a prediction is the one that is looked for. */
enum Likeness {
  /** It is. */
  SAME,
  /** What is shown of it does not tell. */
  UNCLEAR,
  /** It is not. */
  OTHER;

  /** What two of these say together. */
  Likeness and(Likeness second) {
    return compareTo(second) >= 0 ? this : second;
  }
}
