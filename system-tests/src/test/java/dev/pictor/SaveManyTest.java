package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From many jobs to many files, in a small process. */
@Timeout(240)
@Tag("slow")
class SaveManyTest {
  private static final byte[] IMAGE = Wire.bytes(8 << 20);

  @TempDir Path folder;

  private static EmulatedService start(Service.Kind kind) {
    return kind == Service.Kind.FAL
        ? FalEmulator.builder().key(Service.FAL_KEY).pictures(SmallPicture::of).start()
        : ReplicateEmulator.builder()
            .key(Service.REPLICATE_TOKEN)
            .pictures(SmallPicture::of)
            .start();
  }

  private static String url(EmulatedService service) {
    return service instanceof FalEmulator
        ? ((FalEmulator) service).queueUrl()
        : ((ReplicateEmulator) service).apiUrl();
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredImagesOfEightMegabytesAreSavedWithAHeapOfSixtyFour(Service.Kind kind)
      throws Exception {
    try (EmulatedService service = start(kind)) {
      service.everyJob(JobScript.succeedsAtOnce());
      service.fail(Step.DOWNLOAD, Fault.reply(Reply.bytes(200, "image/png", IMAGE))).always();
      List<String> lines =
          ChildJvm.of(SaveManyProgram.class, "-Xmx64m")
              .run(kind == Service.Kind.FAL ? "fal" : "replicate", url(service), folder.toString());
      CRC32 crc = new CRC32();
      crc.update(IMAGE, 0, IMAGE.length);
      String saved = "saved " + IMAGE.length + " " + crc.getValue();
      assertThat(lines.subList(0, lines.size() - 1))
          .containsExactlyElementsOf(Collections.nCopies(SaveManyProgram.IMAGES, saved));
      assertThat(lines).last().isEqualTo("done");
      assertThat(service.count(Step.DOWNLOAD)).isEqualTo(SaveManyProgram.IMAGES);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
