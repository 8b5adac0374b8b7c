package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.RequestRefusedException;
import dev.pictor.fal.Fal;
import dev.pictor.imageio.ImageIoConverter;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSource;
import dev.pictor.model.Plan;
import dev.pictor.spi.ImageConverter;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.Step;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an input image before it leaves this machine, seen by what the service gets. */
class PreparedInputTest {
  private static final ImageConverter[] NONE = {};
  private static final String PLACE = "N 48 12 E 16 22";

  /** A photo that lies as the sensor did, and tells where it was taken. */
  private static byte[] photo(int orientation, int width, int height) throws IOException {
    byte[] jpeg = InputPicture.stripes(width, height, "jpg");
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    exif.write("Exif\0\0MM\0*\0\0\0\u0008".getBytes(StandardCharsets.ISO_8859_1));
    // Two entries: the orientation, and a maker's note that holds the place.
    exif.write(new byte[] {0, 2, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
    exif.write(new byte[] {1, 0x0e, 0, 2, 0, 0, 0, (byte) PLACE.length(), 0, 0, 0, 38});
    exif.write(new byte[4]);
    exif.write(PLACE.getBytes(StandardCharsets.ISO_8859_1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.size() + 2)});
    exif.writeTo(out);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static ImageRequest.Builder edit(ImageSource image) {
    return ImageRequest.builder()
        .model("fal/flux-dev-image-to-image")
        .prompt("in winter")
        .seed(7)
        .addImages(image);
  }

  /** The one file that came: by an upload, or, as it is small, inside the request. */
  private static byte[] sent(Service service) {
    List<byte[]> files = new ArrayList<>();
    for (RecordedCall call : service.emulator().requests(Step.UPLOAD)) {
      if (call.method().equals("PUT")) {
        files.add(call.body());
      }
    }
    String url =
        service.emulator().requests(Step.SUBMIT).get(0).json().string("image_url").orElse("");
    if (files.isEmpty()) {
      files.add(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)));
    }
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private static BufferedImage decoded(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("requirement 31: EXIF orientation is applied before metadata is stripped")
  void aPhotoArrivesUprightAndWithoutItsPlace(int orientation) throws IOException {
    byte[] photo = photo(orientation, 480, 320);
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      client.generate(edit(ImageSource.bytes(photo)).build());

      byte[] sent = sent(service);
      assertThat(new String(sent, StandardCharsets.ISO_8859_1)).doesNotContain(PLACE, "Exif");
      BufferedImage stored = decoded(photo);
      BufferedImage seen = decoded(sent);
      boolean lies = orientation >= 5;
      assertThat(seen.getWidth()).isEqualTo(lies ? 320 : 480);
      assertThat(seen.getHeight()).isEqualTo(lies ? 480 : 320);
      // The marks of the corners: where the first row and the first column of the sensor are seen.
      int[][] corner = {
        {0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}, {1, 0}, {1, 1}, {0, 1},
      };
      int x = corner[orientation - 1][0] * (seen.getWidth() - 1 - 20) + 10;
      int y = corner[orientation - 1][1] * (seen.getHeight() - 1 - 20) + 10;
      assertThat(InputPicture.isNear(seen.getRGB(x, y), stored.getRGB(10, 10))).isTrue();
      assertThat(sent.length == photo.length).isFalse();
    }
  }

  @Test
  void aPhotoIsTurnedHoweverMuchItTellsBeforeItsSize() throws IOException {
    byte[] photo = photo(6, 480, 320);
    int exifEnd = 4 + (photo[5] & 0xff);
    ByteArrayOutputStream talkative = new ByteArrayOutputStream();
    talkative.write(photo, 0, exifEnd);
    for (int i = 0; i < 2; i++) {
      talkative.write(new byte[] {(byte) 0xff, (byte) 0xed, (byte) 0xff, (byte) 0xff});
      talkative.write(new byte[65_533]);
    }
    talkative.write(photo, exifEnd, photo.length - exifEnd);
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      client.generate(edit(ImageSource.bytes(talkative.toByteArray())).build());

      BufferedImage seen = decoded(sent(service));
      assertThat(seen.getWidth()).isEqualTo(320);
      assertThat(seen.getHeight()).isEqualTo(480);
    }
  }

  @Test
  void withoutAConverterTheOrientationStaysAsATagAndThePlanSaysSo() throws IOException {
    ImageSource photo = ImageSource.bytes(photo(6, 480, 320));
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder().provider(service.provider()).time(time).found(NONE).build()) {
      assertThat(client.plan(edit(photo).build()).toString())
          .contains("keeps its EXIF orientation 6");
      assertThatThrownBy(() -> client.generate(edit(photo).strictness(Strictness.STRICT).build()))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("no converter");
      assertThat(service.emulator().requests()).isEmpty();

      client.generate(edit(photo).build());

      String sent = new String(sent(service), StandardCharsets.ISO_8859_1);
      assertThat(sent).contains("Exif").doesNotContain(PLACE);
    }
  }

  @Test
  void asItIsMeansToTheByte() throws IOException {
    byte[] photo = photo(6, 480, 320);
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      client.generate(edit(ImageSource.bytes(photo).asIs()).build());

      assertThat(sent(service)).isEqualTo(photo);
    }
  }

  @Test
  void thePlanSaysWhatIsDone() throws IOException {
    try (ImageClient client = Service.fal().client(new TestTime())) {
      Plan plan = client.plan(edit(ImageSource.bytes(photo(6, 480, 320))).build());

      assertThat(plan.toString())
          .contains("turned upright by its EXIF orientation 6")
          .contains("without EXIF");
    }
  }

  @Test
  void aDamagedPhotoThatHasToBeTurnedIsRefusedBeforeAnyCall() throws IOException {
    byte[] photo = photo(6, 480, 320);
    for (int i = 700; i < photo.length - 2; i++) {
      photo[i] = (byte) 0xab;
    }
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .time(time)
                .found(new Refusing())
                .build()) {
      assertThatThrownBy(() -> client.generate(edit(ImageSource.bytes(photo)).build()))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("bytes cannot be read: no picture in it");
      assertThat(service.emulator().requests()).isEmpty();
    }
  }

  /** Reads no file. */
  private static final class Refusing implements ImageConverter {
    private final ImageConverter real = new ImageIoConverter();

    @Override
    public java.util.Set<dev.pictor.model.OutputFormat> reads() {
      return real.reads();
    }

    @Override
    public java.util.Set<dev.pictor.model.OutputFormat> writes() {
      return real.writes();
    }

    @Override
    public dev.pictor.spi.ImageConverter.Picture read(
        byte[] file, dev.pictor.model.OutputFormat format) throws IOException {
      throw new IOException("no picture in it");
    }

    @Override
    public byte[] write(
        dev.pictor.spi.ImageConverter.Picture picture,
        dev.pictor.model.OutputFormat format,
        int quality)
        throws IOException {
      return real.write(picture, format, quality);
    }
  }

  @ParameterizedTest
  @EnumSource(MaskPolarity.class)
  @DisplayName("requirement 25: a mask reaches the endpoint in its own polarity")
  void aMaskArrivesInThePolarityOfTheEndpoint(MaskPolarity meant) throws IOException {
    MaskPolarity wanted =
        meant == MaskPolarity.WHITE_IS_EDIT
            ? MaskPolarity.TRANSPARENT_IS_EDIT
            : MaskPolarity.WHITE_IS_EDIT;
    byte[] image = InputPicture.png(64, 48);
    byte[] mask = InputPicture.mask(64, 48, meant);
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder()
                .provider(new MaskingProvider(service.provider(), wanted))
                .time(time)
                .build()) {
      client.generate(
          ImageRequest.builder()
              .model("masked")
              .prompt("a boat")
              .seed(7)
              .addImages(ImageSource.bytes(image))
              .mask(ImageSource.bytes(mask))
              .maskPolarity(meant)
              .build());

      BufferedImage sent = decoded(sent(service));
      for (int x = 0; x < 64; x++) {
        boolean isEdited = x < 32; // the left half, see InputPicture.mask
        int pixel = sent.getRGB(x, 20);
        assertThat(wanted == MaskPolarity.WHITE_IS_EDIT ? pixel == -1 : pixel >>> 24 == 0)
            .as("%s at %s", Integer.toHexString(pixel), x)
            .isEqualTo(isEdited);
      }
      RecordedCall submitted = service.emulator().requests(Step.SUBMIT).get(0);
      assertThat(submitted.json().string("mask_url").orElse("")).startsWith("http://127.0.0.1");
    }
  }

  @Test
  void aMaskOfAnotherSizeIsRefusedBeforeAnyCall() {
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder()
                .provider(new MaskingProvider(service.provider(), MaskPolarity.TRANSPARENT_IS_EDIT))
                .time(time)
                .build()) {
      ImageRequest request =
          ImageRequest.builder()
              .model("masked")
              .prompt("a boat")
              .addImages(ImageSource.bytes(InputPicture.png(64, 48)))
              .mask(ImageSource.bytes(InputPicture.mask(48, 64, MaskPolarity.WHITE_IS_EDIT)))
              .build();

      assertThatThrownBy(() -> client.generate(request))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("measures 48x64");
      assertThat(service.emulator().requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("requirement 31: upload or data URI, the pixels are the same")
  void whereOnlyTheQueueWasMovedAllGoesInsideTheRequest() throws IOException {
    byte[] photo = photo(6, 480, 320);
    byte[] noise = InputPicture.png(600, 400);
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder()
                .provider(
                    Fal.builder()
                        .key(Service.FAL_KEY)
                        .queueUrl(((FalEmulator) service.emulator()).queueUrl())
                        .build())
                .time(time)
                .build()) {
      client.generate(edit(ImageSource.bytes(noise)).build());
      assertThat(sent(service)).isEqualTo(noise).hasSizeGreaterThan(600_000);

      service.emulator().forgetRequests();
      client.generate(edit(ImageSource.bytes(photo)).build());
      assertThat(decoded(sent(service)).getHeight()).isEqualTo(480);
      assertThat(service.emulator().count(Step.UPLOAD)).isZero();
    }
  }
}
