package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicateOutputTest extends ReplicateScenario {
  private static List<String> urls(Answer prediction) {
    return prediction.json().member("output").get().elements().stream()
        .map(url -> url.asString().get())
        .collect(Collectors.toList());
  }

  private OutputImage onlyImage(String model, String input) {
    String id =
        created("/models/black-forest-labs/" + model + "/predictions", "{\"input\":" + input + "}");
    return replicate.prediction(id).get().images().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flux-schnell | {} | 1024x1024 webp",
        "flux-schnell | {'aspect_ratio':'21:9','output_format':'jpg'} | 1536x640 jpeg",
        "flux-dev | {'aspect_ratio':'4:5','megapixels':'0.25'} | 448x544 webp",
        "flux-dev | {'image':'https://example.com/a.png'} | 1024x1024 webp",
        "flux-redux-dev | {'redux_image':'https://example.com/a.png'} | 1024x1024 webp",
        "flux-1.1-pro | {'aspect_ratio':'16:9','output_format':'png'} | 1344x768 png",
        "flux-1.1-pro | {'aspect_ratio':'custom','width':500,'height':1430} | 512x1440 webp",
        "flux-1.1-pro | {'width':500,'height':1430} | 1024x1024 webp",
        "flux-1.1-pro-ultra | {} | 2048x2048 jpeg",
        "flux-1.1-pro-ultra | {'aspect_ratio':'16:9'} | 2720x1536 jpeg",
        "flux-kontext-pro | {} | 1024x1024 png",
        "flux-kontext-max | {'aspect_ratio':'2:1'} | 1456x720 png",
        "flux-2-pro | {'resolution':'4 MP'} | 2048x2048 webp",
        "flux-2-max | {'resolution':'0.5 MP'} | 720x720 webp",
        "flux-2-flex | {'aspect_ratio':'custom','width':2048,'height':264} | 2048x272 webp",
      })
  void imagesHaveTheSizeAndTheFormatThatWereAskedFor(String model, String input, String expected) {
    String extra = input.replace('\'', '"').substring(1);
    String all = "{\"prompt\":\"x\"" + (extra.equals("}") ? "" : ",") + extra;
    TestPicture picture = onlyImage(model, all).picture();
    assertThat(picture.width() + "x" + picture.height() + " " + picture.format())
        .isEqualTo(expected);
  }

  @Test
  void anImageThatIsToBeChangedGivesTheShape() {
    byte[] wide = TestPicture.builder().size(400, 200).build().encode();
    assumeThat(GeneratedImage.Facts.of(wide).size()).isPresent();
    String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(wide);
    TestPicture kontext =
        onlyImage("flux-kontext-pro", "{\"prompt\":\"x\",\"input_image\":\"" + uri + "\"}")
            .picture();
    assertThat(ImageSize.of(kontext.width(), kontext.height())).isEqualTo(ImageSize.of(1456, 720));
    TestPicture dev =
        onlyImage("flux-dev", "{\"prompt\":\"x\",\"image\":\"" + uri + "\"}").picture();
    assertThat(dev.width()).isEqualTo(1456);
    TestPicture flux2 =
        onlyImage(
                "flux-2-pro",
                "{\"prompt\":\"x\",\"aspect_ratio\":\"match_input_image\",\"input_images\":[\""
                    + uri
                    + "\"]}")
            .picture();
    assertThat(flux2.width()).isEqualTo(1456);
  }

  @Test
  void modelsOfTheUserFollowTheUsualInputs() {
    replicate.offer(ReplicateModel.official("acme/one"));
    String door = "/models/acme/one/predictions";
    assertThat(sizeOf(door, "{\"width\":300,\"height\":200}")).isEqualTo("300x200");
    assertThat(sizeOf(door, "{\"aspect_ratio\":\"2:1\"}")).isEqualTo("1456x720");
    assertThat(sizeOf(door, "{\"aspect_ratio\":\"99999:1\"}")).isEqualTo("4096x16");
    assertThat(sizeOf(door, "{\"aspect_ratio\":\"wide\"}")).isEqualTo("1024x1024");
    assertThat(sizeOf(door, "{}")).isEqualTo("1024x1024");
  }

  private String sizeOf(String door, String input) {
    String id = created(door, "{\"input\":" + input + "}");
    TestPicture picture = replicate.prediction(id).get().images().get(0).picture();
    return picture.width() + "x" + picture.height();
  }

  @ParameterizedTest
  @CsvSource({"webp,image/webp", "jpg,image/jpeg", "png,image/png"})
  void filesAreReal(String format, String mediaType) {
    Answer done =
        finished(
            SCHNELL,
            "{\"input\":{\"prompt\":\"x\",\"seed\":7,\"megapixels\":\"0.25\",\"output_format\":\""
                + format
                + "\"}}");
    String url = urls(done).get(0);
    assertThat(url).endsWith("/out-0." + format);
    Answer file = http.get(url);
    assertThat(file.header("content-type")).isEqualTo(mediaType);
    assertThat(file.body)
        .isEqualTo(
            TestPicture.builder()
                .prompt("x")
                .seed(7)
                .provider("replicate")
                .size(512, 512)
                .format(OutputFormat.of(format))
                .build()
                .encode());
    assertThat(replicate.requests(Step.DOWNLOAD)).hasSize(1);
  }

  @Test
  void eachImageOfAListIsAnother() {
    Answer done =
        finished(
            SCHNELL, "{\"input\":{\"prompt\":\"x\",\"num_outputs\":2,\"megapixels\":\"0.25\"}}");
    List<String> urls = urls(done);
    assertThat(http.get(urls.get(0)).body).isNotEqualTo(http.get(urls.get(1)).body);
  }

  @Test
  void thereIsNoFileBeforeThereIsAnOutput() {
    String id = created(SCHNELL, BOAT);
    String path = replicate.prediction(id).get().images().get(0).path();
    assertThat(http.get(replicate.filesUrl() + path).status).isEqualTo(404);
  }

  @Test
  void theSameSeedOfChanceGivesTheSameIdsAndSeeds() {
    List<String> logs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (ReplicateEmulator again =
          ReplicateEmulator.builder().clock(clock).randomSeed(5).start()) {
        again.everyJob(JobScript.succeedsAtOnce());
        String id = http.post(again.apiUrl() + PRO, "{\"input\":{\"prompt\":\"x\"}}").string("id");
        logs.add(id + http.get(again.apiUrl() + "/predictions/" + id).string("logs"));
      }
    }
    assertThat(logs.get(0)).contains("Using seed: ").isEqualTo(logs.get(1));
  }

  @Test
  void unsafeImagesVanishFromLists() {
    replicate.nextJob(JobScript.succeedsAtOnce().nsfw(1));
    Answer done = look(created(SCHNELL, "{\"input\":{\"prompt\":\"x\",\"num_outputs\":3}}"));
    assertThat(done.string("status")).isEqualTo("succeeded");
    assertThat(urls(done))
        .extracting(url -> url.replaceAll(".*/", ""))
        .containsExactly("out-0.webp", "out-2.webp");
    assertThat(done.string("logs"))
        .endsWith("NSFW content detected in image 1\nTotal safe images: 2 out of 3");
    assertThat(done.text()).contains("\"image_count\":2");
  }

  @Test
  void aPredictionWithoutSafeImagesFails() {
    replicate.everyJob(JobScript.succeedsAtOnce().nsfw(0));
    Answer list = look(created(SCHNELL, BOAT));
    assertThat(list.string("status")).isEqualTo("failed");
    assertThat(list.string("error"))
        .isEqualTo(
            "All generated images contained NSFW content. Try running it again with a different"
                + " prompt.");
    assertThat(list.string("logs")).endsWith("Total safe images: 0 out of 1");
    Answer single = look(created(PRO, BOAT));
    assertThat(single.string("error")).endsWith("(E005)");
    Answer unchecked =
        look(created(SCHNELL, "{\"input\":{\"prompt\":\"x\",\"disable_safety_checker\":true}}"));
    assertThat(unchecked.string("status")).isEqualTo("succeeded");
  }

  @Test
  void everythingIsGoneAfterAnHour() {
    String id = created(SCHNELL, BOAT);
    clock.advance(Duration.ofMinutes(59));
    String url = urls(look(id)).get(0);
    clock.advance(Duration.ofMinutes(1));
    assertThat(http.get(url).status).isEqualTo(404);
    assertThat(look(id).text())
        .contains(
            "\"input\":{},\"logs\":null,\"output\":null,\"data_removed\":true,\"error\":null,"
                + "\"status\":\"succeeded\"");
  }

  @Test
  void aPredictionCanBeRemovedAtOnce() {
    String id = created(SCHNELL, BOAT);
    clock.advance(Duration.ofSeconds(2));
    String url = urls(look(id)).get(0);
    replicate.rules(ReplicateRules.standard().expiredFiles(403));
    replicate.expire(id);
    assertThat(http.get(url).status).isEqualTo(403);
    assertThat(look(id).text()).contains("\"data_removed\":true");
  }

  @Test
  void retentionIsARule() {
    replicate.rules(ReplicateRules.standard().retention(Duration.ofDays(14)));
    String id = created(SCHNELL, BOAT);
    clock.advance(Duration.ofHours(2));
    assertThat(urls(look(id))).hasSize(1);
  }

  @Test
  void outputsCanBeDataUris() {
    replicate.style(ReplicateStyle.standard().output(ReplicateStyle.Output.DATA_URIS));
    Answer done =
        finished(
            SCHNELL,
            "{\"input\":{\"prompt\":\"x\",\"megapixels\":\"0.25\",\"output_format\":\"png\"}}");
    String uri = urls(done).get(0);
    assertThat(uri).startsWith("data:image/png;base64,");
    assertThat(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)))
        .startsWith((byte) 0x89, (byte) 'P', (byte) 'N', (byte) 'G');
  }

  @Test
  void aThousandPredictionsHoldNoPixels() {
    for (int i = 0; i < 1000; i++) {
      created(
          SCHNELL, String.format(Locale.ROOT, "{\"input\":{\"prompt\":\"%d\",\"seed\":%d}}", i, i));
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(replicate.paidJobs()).isEqualTo(1000);
    String id = replicate.jobs().get(999).id();
    assertThat(http.get(urls(look(id)).get(0)).body).isNotEmpty();
    assertThat(replicate.job(id).input())
        .isEqualTo(JsonValue.parse("{\"prompt\":\"999\",\"seed\":999}"));
  }
}
