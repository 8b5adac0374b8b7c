package dev.pictor.testing;

/** One image of a prediction: where it will be, and what will be there. */
final class OutputImage {
  private final String path;
  private final TestPicture picture;
  private final boolean safe;

  OutputImage(String path, TestPicture picture, boolean safe) {
    this.path = path;
    this.picture = picture;
    this.safe = safe;
  }

  /** Its path on the files host. */
  String path() {
    return path;
  }

  TestPicture picture() {
    return picture;
  }

  /** Whether the safety checker has left it. */
  boolean isSafe() {
    return safe;
  }
}
