package dev.pictor.benchmarks.client;

/** What is asked for, by whichever client. */
public final class Prompt {
  /** The text. */
  public static final String TEXT = "a lighthouse made of paper";

  /** A key of the form that fal's have. */
  public static final String FAL_KEY =
      "4d2f7a90-1c3b-4e5d-8f60-7a1b2c3d4e5f:0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  static final String REPLICATE_TOKEN = "r8_4d2f7a901c3b4e5d8f607a1b2c3d4e5f6a7b8";
  static final int WIDTH = 1280;
  static final int HEIGHT = 720;

  private Prompt() {}
}
