package dev.pictor.spi;

/**
 * The parameters of a request that a table describes one by one. Shape, count and formats have
 * rules of their own in {@link ModelSpec}.
 */
public enum Parameter {
  /** What the image shows. */
  PROMPT("prompt"),
  /** What it must not show. */
  NEGATIVE_PROMPT("negativePrompt"),
  /** Where the randomness starts. */
  SEED("seed"),
  /** How strongly a lossy format compresses. */
  OUTPUT_COMPRESSION("outputCompression"),
  /** The quality of a lossy format, 100 best. */
  OUTPUT_QUALITY("outputQuality"),
  /** How much moderation lets pass. */
  SAFETY_TOLERANCE("safetyTolerance"),
  /** Whether the prompt may be rewritten, in fal's form. */
  ENHANCE_PROMPT("enhancePrompt"),
  /** Whether the prompt may be rewritten, in Replicate's form. */
  PROMPT_UPSAMPLING("promptUpsampling"),
  /** Whether the result comes inline. */
  SYNC_MODE("syncMode"),
  /** How closely the image follows the prompt. */
  GUIDANCE_SCALE("guidanceScale"),
  /** A quality tier by the provider's name. */
  QUALITY("quality"),
  /** A style by the provider's name. */
  STYLE("style"),
  /** A tag of the end user. */
  USER("user"),
  /** A picture that guides the new one. */
  IMAGE_PROMPT("imagePrompt"),
  /** Pictures to edit. */
  IMAGES("images"),
  /** Which part to edit. */
  MASK("mask");

  private final String attribute;

  Parameter(String attribute) {
    this.attribute = attribute;
  }

  /** The name of the attribute of {@link dev.pictor.model.ImageRequest}. */
  public String attribute() {
    return attribute;
  }
}
