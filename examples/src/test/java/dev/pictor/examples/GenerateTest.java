package dev.pictor.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The main example without a key: on the emulators that it brings. */
@Tag("wide")
@Execution(ExecutionMode.CONCURRENT)
class GenerateTest {
  @TempDir Path folder;
  private Program program;

  @BeforeEach
  void program() {
    program = new Program(folder);
  }

  @Test
  void runsWithoutAnyArgumentOnBothEmulators() throws IOException {
    assertThat(program.run()).isZero();
    assertThat(program.err()).isEmpty();
    assertThat(program.out().get(0))
        .contains("emulators of fal and Replicate")
        .contains("FAL_KEY")
        .contains("REPLICATE_API_TOKEN");
    assertThat(images()).hasSize(2);
    assertThat(sheet()).contains("a lighthouse made of paper");
    assertThat(program.out()).contains("Contact sheet: pictor-images/index.html");
  }

  @Test
  void writesWhatWasAskedFor() throws IOException {
    assertThat(
            program.run(
                "a",
                "red",
                "fox",
                "--size",
                "640x384",
                "--seed",
                "18446744073709551615",
                "--format",
                "png",
                "--out",
                "deep/er"))
        .isZero();
    List<Path> images = images("deep/er");
    assertThat(images)
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "fal-flux1.1-pro-18446744073709551615.png",
            "replicate-flux1.1-pro-18446744073709551615.png");
    for (Path image : images) {
      GeneratedImage.Facts facts = GeneratedImage.Facts.of(Files.readAllBytes(image));
      assertThat(facts.format()).contains(OutputFormat.PNG);
      assertThat(facts.size()).contains(ImageSize.of(640, 384));
    }
  }

  @Test
  void editsAFileAndShowsItBesideWhatCameOfIt() throws IOException {
    program.run("a", "lake", "--provider", "fal", "--seed", "7", "--format", "png");
    Path lake = folder.resolve("pictor-images/fal-flux1.1-pro-7.png");

    Program editor = new Program(folder);
    int exit =
        editor.run(
            "in winter",
            "--input",
            lake.toString(),
            "--format",
            "gif",
            "--quality",
            "90",
            "--seed",
            "8",
            "--out",
            "edited");

    assertThat(editor.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(images("edited"))
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "fal-flux-kontext-pro-8.gif", "input.png", "replicate-flux-kontext-pro-8.gif");
    assertThat(folder.resolve("edited/input.png")).hasSameBinaryContentAs(lake);
    String sheet = new String(Files.readAllBytes(folder.resolve("edited/index.html")), UTF_8);
    assertThat(sheet.indexOf("<img src=\"input.png\""))
        .isPositive()
        .isLessThan(sheet.indexOf("<img src=\"fal-flux-kontext-pro-8.gif\""));
    assertThat(sheet).hasSizeLessThan(60_000);
  }

  @Test
  void takesOneInputAsAGuideWhereTheModelHasNoOtherUseForIt() {
    program.run("a", "lake", "--provider", "fal", "--seed", "7");
    Program guided = new Program(folder);

    assertThat(
            guided.run(
                "--model",
                "flux1.1-pro-redux",
                "--input",
                "pictor-images/fal-flux1.1-pro-7.jpg",
                "--plan"))
        .isZero();
    assertThat(String.join("\n", guided.out())).contains("imagePrompt").contains("upload of fal-");
  }

  @Test
  void printsTheFactsOfEachImage() {
    assertThat(program.run("--provider", "fal", "--seed", "7", "--size", "512x256")).isZero();
    assertThat(program.out())
        .anyMatch(line -> line.matches("PROVIDER +MODEL +SEED +SIZE +FORMAT +TIME +FILE"))
        .anyMatch(
            line ->
                line.matches(
                    "fal +flux1\\.1-pro +7 +512x256 +jpeg +\\d+\\.\\d s +"
                        + "pictor-images/fal-flux1\\.1-pro-7\\.jpg"));
  }

  @Test
  void showsProgressAsPlainLinesWithoutATerminal() {
    assertThat(program.run("--provider", "fal,replicate")).isZero();
    for (String provider : new String[] {"fal", "replicate"}) {
      assertThat(progress(provider)).startsWith("submitting").endsWith("done");
      assertThat(progress(provider)).contains("running").anyMatch(line -> line.startsWith("| "));
    }
    assertThat(progress("fal")).anyMatch(line -> line.startsWith("queued, "));
    assertThat(program.out()).noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void makesSeveralImagesAndGivesEachAName() throws IOException {
    assertThat(program.run("--n", "3", "--provider", "replicate", "--seed", "5")).isZero();
    assertThat(images())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "replicate-flux1.1-pro-5-1.webp",
            "replicate-flux1.1-pro-6-2.webp",
            "replicate-flux1.1-pro-7-3.webp");
    for (Path image : images()) {
      assertThat(sheet()).contains("<img src=\"" + image.getFileName() + "\"");
    }
  }

  @Test
  void keepsTheImagesOfAnEarlierRun() throws IOException {
    assertThat(program.run("--provider", "fal", "--seed", "5")).isZero();
    assertThat(program.run("--provider", "fal", "--seed", "5")).isZero();
    assertThat(images()).hasSize(2);
  }

  @Test
  void leavesAPageOfTheUsersOwnAlone() throws IOException {
    Files.write(folder.resolve("index.html"), "my own page".getBytes(UTF_8));
    assertThat(program.run("--provider", "fal", "--out", ".")).isZero();
    assertThat(folder.resolve("index.html")).hasContent("my own page");
    assertThat(program.out()).contains("Contact sheet: index_2.html");
  }

  @Test
  void aPromptIsNoMarkup() throws IOException {
    assertThat(program.run("<i>@</i>", "--provider", "fal")).isZero();
    assertThat(sheet()).contains("&lt;i&gt;@&lt;/i&gt;").doesNotContain("<i>");
  }

  @Test
  void aPromptMayBeginWithAnAtSign() {
    assertThat(program.run("@home", "--provider", "fal", "--plan")).isZero();
    assertThat(program.out()).anyMatch(line -> line.contains("{\"prompt\":\"@home\""));
  }

  @Test
  void runsAnyEndpointOfOneProvider() throws IOException {
    assertThat(program.run("--model", "fal/fal-ai/any/thing")).isZero();
    assertThat(images()).singleElement().asString().contains("fal-fal-ai-any-thing");
  }

  @Test
  void showsThePlanAndSendsNothing() {
    assertThat(program.run("--plan", "--aspect-ratio", "7:5", "--n", "5")).isZero();
    assertThat(program.out())
        .contains("fal: fal-ai/flux-pro/v1.1", "replicate: black-forest-labs/flux-1.1-pro")
        .anyMatch(line -> line.contains("image 5 {") && line.contains("\"prompt\":"))
        .anyMatch(line -> line.matches("  ! aspectRatio +7:5 +converted +aspect_ratio=.*"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void helpsAndTellsItsVersion() {
    assertThat(program.run("--help")).isZero();
    assertThat(program.out()).anyMatch(line -> line.contains("--aspect-ratio=W:H"));
    assertThat(program.run("--version")).isZero();
    assertThat(program.err()).isEmpty();
  }

  private List<String> progress(String provider) {
    return program.out().stream()
        .filter(line -> line.matches(provider + " +\\d+\\.\\d s  .*"))
        .map(line -> line.replaceFirst("^\\S+ +\\S+ s  ", ""))
        .collect(Collectors.toList());
  }

  private List<Path> images() throws IOException {
    return images("pictor-images");
  }

  private List<Path> images(String out) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      return files
          .filter(file -> !file.endsWith("index.html"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private String sheet() throws IOException {
    return new String(Files.readAllBytes(folder.resolve("pictor-images/index.html")), UTF_8);
  }
}
