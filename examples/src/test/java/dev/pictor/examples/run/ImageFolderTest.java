package dev.pictor.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.TestPicture;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path temp;

  @Test
  void namesByProviderModelAndSeed() throws IOException {
    SavedImage saved = folder().save(image(OutputFormat.PNG), "flux1.1-pro", false);
    assertThat(saved.file()).isEqualTo(temp.resolve("images/fal-flux1.1-pro-1207.png")).exists();
  }

  @Test
  void numbersImagesOfOneRequest() throws IOException {
    SavedImage saved = folder().save(image(OutputFormat.PNG), "flux1.1-pro", true);
    assertThat(saved.file()).hasFileName("fal-flux1.1-pro-1207-3.png");
  }

  @Test
  void keepsAModelsSlashesOutOfTheName() throws IOException {
    SavedImage saved = folder().save(image(OutputFormat.PNG), "fal-ai/flux/../dev", false);
    assertThat(saved.file())
        .hasParent(temp.resolve("images"))
        .hasFileName("fal-fal-ai-flux-..-dev-1207.png");
  }

  @Test
  void endsTheNameAsTheBytesDemand() throws IOException {
    SavedImage saved = folder().save(image(OutputFormat.JPEG), "flux1.1-pro", false);
    assertThat(saved.file()).hasExtension("jpg");
    assertThat(saved.format()).isEqualTo("jpeg");
  }

  @Test
  void neverReplacesAnImage() throws IOException {
    ImageFolder folder = folder();
    SavedImage first = folder.save(image(OutputFormat.PNG), "flux1.1-pro", false);
    byte[] before = Files.readAllBytes(first.file());
    SavedImage second = folder.save(image(OutputFormat.PNG), "flux1.1-pro", false);
    assertThat(second.file()).hasFileName("fal-flux1.1-pro-1207_2.png");
    assertThat(first.file()).hasBinaryContent(before);
  }

  @Test
  void leavesNothingBesideTheImages() throws IOException {
    folder().save(image(OutputFormat.PNG), "flux1.1-pro", false);
    try (Stream<Path> files = Files.list(temp.resolve("images"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void saysBeforehandThatItCannotBeWritten() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> ImageFolder.open(file)).isInstanceOf(IOException.class);
  }

  private ImageFolder folder() throws IOException {
    return ImageFolder.open(temp.resolve("images"));
  }

  private static GeneratedImage image(OutputFormat format) {
    byte[] file = TestPicture.builder().size(32, 16).format(format).build().encode();
    return GeneratedImage.builder()
        .index(2)
        .handle(JobHandle.builder().provider("fal").endpoint("e").id("1").build())
        .seed(BigInteger.valueOf(1207))
        // What the provider says is not what decides.
        .reportedMediaType("image/gif")
        .content(out -> out.write(file))
        .build();
  }
}
