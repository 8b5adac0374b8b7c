package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An image that does not fit into memory is one that did not come, and no request that hangs. */
@Timeout(120)
@Tag("slow")
class BytesMemoryTest {
  private static final byte[] BLOCK = Wire.bytes(1 << 20);

  private static final String MISSING = "did not come, and has a handle";

  /** The first fits; of the others the last copy does not, or one before it. */
  private static final int[] MEGABYTES = {1, 26, 27, 28, 29, 30, 31, 1};

  @Test
  void anImageThatDoesNotFitIsToldWhereverThatShows() throws Exception {
    try (Wire wire = new Wire();
        FileServer server =
            new FileServer(
                (request, reply) -> {
                  reply.head(
                      "HTTP/1.1 200 OK", "Content-Type: image/png", "Transfer-Encoding: chunked");
                  for (int i = 0; i < MEGABYTES[request.number - 1]; i++) {
                    reply.body(Integer.toHexString(BLOCK.length) + "\r\n");
                    reply.body(BLOCK, 0, BLOCK.length).body("\r\n");
                  }
                  reply.body("0\r\n\r\n");
                })) {
      wire.always(RESULT, request -> Wire.result(server.url()));
      List<String> said =
          ChildJvm.of(BytesProgram.class, "-XX:+UseSerialGC", "-Xmx68m", "-Xmn8m")
              .run(wire.url("/"), Integer.toString(MEGABYTES.length));
      assertThat(said).hasSize(MEGABYTES.length);
      assertThat(said.get(0)).isEqualTo("came " + BLOCK.length);
      assertThat(said.get(MEGABYTES.length - 1)).isEqualTo("came " + BLOCK.length);
      // Where an array is copied to grow is up to the pieces that the network gives out.
      assertThat(said.subList(1, MEGABYTES.length - 1))
          .allMatch(line -> line.equals(MISSING) || line.startsWith("came "))
          .contains(MISSING);
    }
  }
}
