package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.Step;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file is read while it is sent: it does not have to fit into memory. */
@Timeout(120)
@Tag("slow")
class UploadMemoryTest {
  private static final int LENGTH = 80 << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void eightyMegabytesAreUploadedWithAHeapOfThirtyTwo(Service.Kind kind) throws Exception {
    byte[] content = Arrays.copyOf(InputPicture.png(16, 12), LENGTH);
    content[LENGTH - 1] = 7;
    Path file = Files.write(folder.resolve("long.png"), content);
    try (FalEmulator fal = FalEmulator.builder().key(Service.FAL_KEY).start();
        ReplicateEmulator replicate =
            ReplicateEmulator.builder().key(Service.REPLICATE_TOKEN).start()) {
      boolean isFal = kind == Service.Kind.FAL;
      Process program =
          new ProcessBuilder(
                  Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx32m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  UploadProgram.class.getName(),
                  isFal ? fal.queueUrl() : "",
                  isFal ? fal.restUrl() : replicate.apiUrl(),
                  file.toString())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output =
          new BufferedReader(
              new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
        String said = output.lines().collect(Collectors.joining("\n"));
        assertThat(program.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("1 image");
      } finally {
        program.destroyForcibly();
      }
      RecordedCall last =
          (isFal ? fal : replicate)
              .requests(Step.UPLOAD).stream().reduce((one, other) -> other).get();
      assertThat(last.body().length).isBetween(LENGTH, LENGTH + 1000);
    }
  }
}
