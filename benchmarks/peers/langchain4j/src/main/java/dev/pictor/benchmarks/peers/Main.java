package dev.pictor.benchmarks.peers;

import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.pictor.benchmarks.client.Client;
import dev.pictor.benchmarks.client.Maker;
import dev.pictor.benchmarks.client.Prompt;
import dev.pictor.benchmarks.client.Target;

/** LangChain4j with OpenAI, whose one call lasts as long as the image takes. */
public final class Main {
  private Main() {}

  /** Runs it. */
  public static void main(String[] args) {
    Client.run(new Target(args), Main::maker);
  }

  private static Maker maker(Target target) {
    ImageModel model =
        OpenAiImageModel.builder()
            .apiKey("sk-none")
            .baseUrl(target.url() + "/v1")
            .modelName("dall-e-3")
            .size("1792x1024")
            .build();
    return number -> model.generate(Prompt.TEXT).content().url().toString();
  }
}
