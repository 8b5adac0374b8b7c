package dev.pictor.testing;

/** One header line. */
final class Header {
  private final String name;
  private final String value;

  Header(String name, String value) {
    this.name = name;
    this.value = value;
  }

  String name() {
    return name;
  }

  String value() {
    return value;
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
