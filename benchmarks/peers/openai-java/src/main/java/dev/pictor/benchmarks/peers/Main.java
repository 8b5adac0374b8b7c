package dev.pictor.benchmarks.peers;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImageModel;
import com.openai.models.images.ImagesResponse;
import dev.pictor.benchmarks.client.Client;
import dev.pictor.benchmarks.client.Maker;
import dev.pictor.benchmarks.client.Prompt;
import dev.pictor.benchmarks.client.Target;

/** OpenAI's client, whose one call lasts as long as the image takes. */
public final class Main {
  private Main() {}

  /** Runs it. */
  public static void main(String[] args) {
    Client.run(new Target(args), Main::maker);
  }

  private static Maker maker(Target target) {
    OpenAIClient openAi =
        OpenAIOkHttpClient.builder()
            .apiKey("sk-none")
            .baseUrl(target.url() + "/v1")
            .disableTelemetry(true)
            .build();
    return number -> url(openAi.images().generate(request(number)));
  }

  private static ImageGenerateParams request(int number) {
    return ImageGenerateParams.builder()
        .model(ImageModel.DALL_E_3)
        .prompt(Prompt.TEXT)
        .size(ImageGenerateParams.Size._1792X1024)
        .user("caller-" + number)
        .build();
  }

  private static String url(ImagesResponse images) {
    return images.data().orElseThrow().get(0).url().orElseThrow();
  }
}
