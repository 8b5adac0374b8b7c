package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Saving needs no memory for the image. */
@Timeout(120)
@Tag("slow")
class SaveMemoryTest {
  private static final int MEGABYTES = 64;
  private static final byte[] BLOCK = Wire.bytes(1 << 20);

  @TempDir Path folder;

  @Test
  void anImageLargerThanTheHeapIsSavedAlsoIfItBreaksHalfWay() throws Exception {
    Path file = folder.resolve("image.png");
    try (Wire wire = new Wire();
        FileServer server =
            new FileServer(
                (request, reply) -> {
                  reply.head(
                      "HTTP/1.1 200 OK",
                      "Content-Type: image/png",
                      "Content-Length: " + MEGABYTES * BLOCK.length);
                  for (int i = 0; i < (request.number == 1 ? MEGABYTES / 2 : MEGABYTES); i++) {
                    reply.body(BLOCK, 0, BLOCK.length);
                  }
                })) {
      wire.always(RESULT, request -> Wire.result(server.url()));
      assertThat(ChildJvm.of(SaveProgram.class, "-Xmx24m").run(wire.url("/"), file.toString()))
          .anyMatch(line -> line.contains("saved " + MEGABYTES * BLOCK.length));
      assertThat(server.requests()).hasSize(2);
    }
    CRC32 expected = new CRC32();
    for (int i = 0; i < MEGABYTES; i++) {
      expected.update(BLOCK, 0, BLOCK.length);
    }
    assertThat(crc(file)).isEqualTo(expected.getValue());
  }

  private static long crc(Path file) throws Exception {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return crc.getValue();
  }
}
