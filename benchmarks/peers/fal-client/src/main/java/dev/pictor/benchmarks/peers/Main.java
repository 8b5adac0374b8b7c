package dev.pictor.benchmarks.peers;

import ai.fal.client.ClientConfig;
import ai.fal.client.CredentialsResolver;
import ai.fal.client.FalClient;
import ai.fal.client.SubscribeOptions;
import com.google.gson.JsonObject;
import dev.pictor.benchmarks.client.Client;
import dev.pictor.benchmarks.client.Maker;
import dev.pictor.benchmarks.client.Prompt;
import dev.pictor.benchmarks.client.Target;
import java.util.Map;

/**
 * fal's own client, which watches a job by the stream of its status. Its hosts are fixed, but it
 * can be told of a proxy, and the service is one. Its dispatcher cannot be changed: it streams five
 * jobs at a time.
 */
public final class Main {
  private Main() {}

  /** Runs it. */
  public static void main(String[] args) {
    Client.run(new Target(args), Main::maker);
  }

  private static Maker maker(Target target) {
    FalClient fal =
        FalClient.withConfig(
            ClientConfig.builder()
                .withCredentials(CredentialsResolver.fromApiKey(Prompt.FAL_KEY))
                .withProxyUrl(target.url())
                .build());
    return number -> url(fal.subscribe("fal-ai/flux-pro/v1.1", options(number)).getData());
  }

  private static SubscribeOptions<JsonObject> options(int number) {
    return SubscribeOptions.<JsonObject>builder()
        .input(
            Map.of(
                "prompt",
                Prompt.TEXT,
                "seed",
                number,
                "image_size",
                Map.of("width", 1280, "height", 720)))
        .logs(true)
        .resultType(JsonObject.class)
        .build();
  }

  private static String url(JsonObject output) {
    return output.getAsJsonArray("images").get(0).getAsJsonObject().get("url").getAsString();
  }
}
