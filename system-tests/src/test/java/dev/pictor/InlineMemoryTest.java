package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.Fault;
import dev.pictor.testing.ReplicateFault;
import dev.pictor.testing.Step;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An image inside its own URL is decoded as a stream: its text is not copied for that. */
@Timeout(120)
@Tag("slow")
class InlineMemoryTest {
  private static final byte[] IMAGE = Wire.bytes(24 << 20);
  private static final String URI =
      "data:image/png;base64," + Base64.getEncoder().encodeToString(IMAGE);

  @TempDir Path folder;

  private static void answerInline(Service.Kind kind, Service service) {
    JsonValue uri = JsonValue.of(URI);
    if (kind == Service.Kind.FAL) {
      service
          .emulator()
          .fail(Step.RESULT, Fault.json(200, "{\"images\":[{\"url\":" + uri + "}],\"seed\":7}"))
          .always();
    } else {
      service.emulator().fail(Step.STATUS, ReplicateFault.member("output", uri)).always();
    }
  }

  private static ImageRequest boat() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @ParameterizedTest
  @EnumSource
  void savingItNeedsABufferAndBytesNeedTheirOwnLength(Service.Kind kind) throws Exception {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      answerInline(kind, service);
      GeneratedImage image = client.generate(boat()).image();
      Path file = folder.resolve("image.png");
      long before = allocated();
      image.saveTo(file);
      assertThat(allocated() - before).isLessThan(2 << 20);
      assertThat(Files.readAllBytes(file)).isEqualTo(IMAGE);
      before = allocated();
      byte[] bytes = image.bytes();
      assertThat(allocated() - before).isLessThan(IMAGE.length + (2 << 20));
      assertThat(bytes).isEqualTo(IMAGE);
    }
  }

  /** The text of the reply and the URL out of it are 64 MiB; another copy would be 96. */
  @ParameterizedTest
  @EnumSource
  void fromTheReplyToTheFileThereIsNoSecondCopyOfTheUrl(Service.Kind kind) throws Exception {
    try (Service service = kind.start()) {
      answerInline(kind, service);
      Path file = folder.resolve("image.png");
      assertThat(
              ChildJvm.of(SaveProgram.class, "-XX:+UseSerialGC", "-Xmx90m", "-Xmn8m")
                  .run(
                      kind == Service.Kind.FAL
                          ? ((FalEmulator) service.emulator()).queueUrl()
                          : service.replicateEmulator().apiUrl(),
                      file.toString(),
                      kind == Service.Kind.FAL ? "fal" : "replicate"))
          .anyMatch(line -> line.contains("saved " + IMAGE.length));
      assertThat(Files.readAllBytes(file)).isEqualTo(IMAGE);
    }
  }
}
