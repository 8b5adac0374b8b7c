package dev.pictor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.FalEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong options end with one line on the error output and with exit code 2. */
@Tag("wide")
class WrongOptionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--size=abc           | size is \"abc\"; write width x height in pixels, such as 1024x768",
        "--size=0x5           | size is 0x5; each side must be 1 to 14142 pixels",
        "--aspect-ratio=16-9  | aspectRatio is \"16-9\"; write width:height, such as 16:9",
        "--aspect-ratio=0:1   | aspectRatio is 0:1; both numbers must be at least 1",
        "--n=many             | n is \"many\"; write a whole number from 1 to 10, such as 4",
        "--n=11               | n is 11; it must be 1 to 10",
        "--n=99999999999      | n is \"99999999999\"; write a whole number from 1 to 10, such as 4",
        "--seed=x             | seed is \"x\"; write a whole number from 0 to 2^64 - 1, such as 1207",
        "--seed=-1            | seed is -1; it must be 0 to 18446744073709551615 (2^64 - 1)",
        "--format=            | outputFormat is blank; write png, jpeg, webp ...",
        "--quality=best       | quality is \"best\"; write a whole number from 0 to 100, such as 90",
        "--quality=101        | outputQuality is 101; it must be 0 to 100",
        "--input=https://     | image is \"https://\"; it is no valid URL: percent-encode what is not allowed in one",
        "--model=             | model is blank; name one, such as flux1.1-pro",
        "--provider=foo       | provider is \"foo\"; write fal or replicate",
        "--sise=1x1           | unknown option --sise=1x1; did you mean --size?",
        "--seed               | --seed SEED: the value is missing; see --help",
        "'  '                 | prompt is blank; write what the image shows, or leave it out",
        "\uFFFD\uFFFDberblick   | prompt has characters that were lost on the way here; set LC_ALL to a UTF-8 locale that is installed (locale -a lists them), such as C.UTF-8"
      })
  void saysWhatIsWrongAndHowToWriteIt(String argument, String message) {
    Program program = new Program(folder);
    assertThat(program.run(argument)).isEqualTo(2);
    assertThat(program.err()).containsExactly("pictor: " + message);
    assertThat(program.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"--model=flux9, flux1.1-pro", "--model=foo/bar, fal/foo/bar"})
  void namesModelsThatThereAre(String argument, String advice) {
    Program program = new Program(folder);
    assertThat(program.run(argument)).isEqualTo(2);
    assertThat(program.err()).singleElement().asString().startsWith("pictor: ").contains(advice);
  }

  @Test
  void saysWhichInputCannotBeRead() {
    Program program = new Program(folder);
    assertThat(program.run("--input", "no-such.jpg")).isEqualTo(2);
    assertThat(program.err())
        .singleElement()
        .asString()
        .contains("no-such.jpg", "there is no such file");
  }

  @Test
  void saysWhyNoProviderCanServeTheRequest() {
    Program program = new Program(folder);
    assertThat(program.run("--model", "flux1.1-pro-redux")).isEqualTo(2);
    assertThat(program.err()).singleElement().asString().contains("imagePrompt");
  }

  @Test
  void anOptionThatIsGivenTwiceIsAMistake() {
    Program program = new Program(folder);
    assertThat(program.run("--seed", "1", "--seed", "2")).isEqualTo(2);
    assertThat(program.err()).containsExactly("pictor: --seed is given twice; write it once");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNoticedBeforeAnythingIsPaid() throws IOException {
    Files.createFile(folder.resolve("file"));
    try (FalEmulator fal = FalEmulator.start()) {
      Program program = new Program(folder).with(fal);
      assertThat(program.run("--out", "file")).isEqualTo(2);
      assertThat(program.err()).singleElement().asString().startsWith("pictor: out is \"file\"");
      assertThat(fal.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FAL_QUEUE_RUN_HOST, 'pictor: FAL_QUEUE_RUN_HOST is \"https://not a url\"; it must be '",
    "REPLICATE_BASE_URL, 'pictor: REPLICATE_BASE_URL is \"not a url\"; it must be '",
    "FAL_KEY_ID, pictor: FAL_KEY_SECRET is not set"
  })
  void aWrongSettingIsOneLine(String variable, String message) {
    Program program =
        new Program(folder).with("REPLICATE_API_TOKEN", "token").with(variable, "not a url");
    if (variable.equals("FAL_QUEUE_RUN_HOST")) {
      program.with("FAL_KEY", "id:secret");
    }
    assertThat(program.run()).isEqualTo(2);
    assertThat(program.err()).singleElement().asString().startsWith(message);
    assertThat(program.out()).isEmpty();
  }

  @Test
  void aProviderWithoutAKeyIsNamedWithItsVariable() {
    try (FalEmulator fal = FalEmulator.start()) {
      Program program = new Program(folder).with(fal);
      assertThat(program.run("--provider", "replicate")).isEqualTo(2);
      assertThat(program.err())
          .containsExactly("pictor: provider replicate has no key; set REPLICATE_API_TOKEN");
    }
  }
}
