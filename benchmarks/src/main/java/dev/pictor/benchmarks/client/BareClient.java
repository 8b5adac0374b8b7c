package dev.pictor.benchmarks.client;

/** A program without Pictor: the same exchanges, and nothing else. */
public final class BareClient {
  private BareClient() {}

  /**
   * Runs it.
   *
   * @param args those of {@link Target}, with {@code way}
   */
  public static void main(String[] args) {
    Client.run(new Target(args), BareClient::maker);
  }

  private static Maker maker(Target target) {
    switch (target.text("way")) {
      case "fal-stream":
        return new BareFal(target)::stream;
      case "fal-polls":
        return new BareFal(target)::polls;
      case "fal-direct":
        return new BareFal(target)::direct;
      case "replicate-held":
        return new BareReplicate(target)::held;
      default:
        return new BareReplicate(target)::polls;
    }
  }
}
