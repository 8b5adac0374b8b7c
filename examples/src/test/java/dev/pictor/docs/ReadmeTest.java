package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README is short, and begins with what works. */
class ReadmeTest {
  private static final Path README = Documents.ROOT.resolve("README.md");

  @Test
  void theFirstTwoCommandsRunTheExampleAndTheTests() throws IOException {
    assertThat(Documents.blocks(README, "sh"))
        .startsWith("./pictor \"a lighthouse made of paper\"\n", "mvn -B -ntp verify\n");
  }

  @Test
  void isReadInOneGo() throws IOException {
    assertThat(Documents.read(README).split("\n")).hasSizeLessThan(200);
  }
}
