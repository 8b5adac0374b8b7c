package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.fal.Fal;

/** What is found on the class path and in the environment. */
final class FromEnvironment {
  private FromEnvironment() {}

  static void print(Transcript out) {
    out.section("environment");
    out.line("fal", Fal.fromEnvironment());
    try (ImageClient images = ImageClient.fromEnvironment()) {
      out.line("client", images);
      for (String provider : new String[] {"fal/", "replicate/"}) {
        out.line(
            provider,
            Images.text(
                images.generate(
                    Services.request("a boat").model(provider + Services.MODEL).build())));
      }
    }
  }
}
