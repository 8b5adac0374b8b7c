package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.error.ServiceException;
import dev.pictor.model.ImageSize;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.ProviderOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultReplyTest {
  private final Fal fal = Fal.create(KEY);

  private ProviderOutput read(String fixture) {
    return fal.readResult(JOB, Fixtures.reply(Purpose.RESULT, "result/" + fixture));
  }

  @Test
  void everythingThatIsThereIsRead() {
    ProviderOutput output = read("pro");
    assertThat(output.images())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.url())
                  .isEqualTo("https://v3.fal.media/files/lion/O853qAknYZGU8_2QCbJwd.jpeg");
              assertThat(image.mediaType()).contains("image/jpeg");
              assertThat(image.size()).contains(ImageSize.of(1024, 1024));
              assertThat(image.flagged()).contains(false);
            });
    assertThat(output.seed()).contains(new BigInteger("17454220438242315174"));
    assertThat(output.billableUnits()).contains(new BigDecimal("1.04857600"));
    assertThat(output.filtered()).isZero();
    assertThat(output.raw().string("prompt")).contains("dog");
    assertThat(output.raw().toString()).contains("17454220438242315174", "2.107286686077714");
  }

  @Test
  void nullFieldsAreAbsent() {
    ProviderOutput output = read("null-fields");
    assertThat(output.images().get(0).size()).contains(ImageSize.of(944, 1104));
    assertThat(output.billableUnits()).isEmpty();
    assertThat(read("data-uri").images().get(0).flagged()).isEmpty();
  }

  private Optional<BigDecimal> units(String header) {
    HttpReply reply =
        HttpReply.builder()
            .provider("fal")
            .purpose(Purpose.RESULT)
            .status(200)
            .addHeader("X-Fal-Billable-Units", header)
            .body(HttpBody.wrap("{\"image\":{\"url\":\"https://x/y\"}}".getBytes(US_ASCII)))
            .build();
    return fal.readResult(JOB, reply).billableUnits();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "7",
        "0.25",
        " 1.50 ",
        "0.30000000000000004",
        "0.00030000000000000003",
        "123456789012345678901234567890"
      })
  void billableUnitsAreADecimalNumber(String header) {
    assertThat(units(header)).contains(new BigDecimal(header.trim()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "1.", ".5", "-1", "+1", "1e9", "1,5", "1.2.3", "1 2", "0x1", "NaN", "\u0661"
      })
  void whatIsNoDecimalNumberCountsNothing(String header) {
    assertThat(units(header)).isEmpty();
  }

  @Test
  void aNumberOfVeryManyDigitsIsNotRead() {
    assertThat(units(repeat("9", 1_001))).isEmpty();
    assertThat(units("0." + repeat("9", 1_001))).isEmpty();
  }

  @Test
  void imagesAndASeedAreEnough() {
    ProviderOutput output = read("flux2");
    ProviderOutput.Image image = output.images().get(0);
    assertThat(image.mediaType()).isEmpty();
    assertThat(image.size()).isEmpty();
    assertThat(image.flagged()).as("unknown, not harmless").isEmpty();
    assertThat(output.seed()).contains(BigInteger.ZERO);
  }

  @Test
  void inlineImagesKeepTheirBytes() {
    assertThat(read("data-uri").images().get(0).url())
        .isEqualTo("data:image/jpeg;base64,/9j/4AAQSkZJRg==");
    assertThat(read("file-data").images().get(0).url())
        .isEqualTo("data:image/png;base64,iVBORw0KGgo=");
  }

  @Test
  void flagsBelongToTheirImages() {
    assertThat(read("flagged").images())
        .extracting(ProviderOutput.Image::flagged)
        .containsExactly(Optional.of(false), Optional.of(true), Optional.empty());
    assertThat(read("flagged-as-a-whole").images().get(0).flagged()).contains(true);
    assertThat(read("flagged-as-a-list").images().get(0).flagged()).contains(true);
  }

  @Test
  void otherNamesOfTheImagesAreRead() {
    assertThat(read("single-image").images())
        .extracting(ProviderOutput.Image::url)
        .containsExactly("https://v3.fal.media/one.png");
    assertThat(read("image-urls").images())
        .extracting(ProviderOutput.Image::url)
        .containsExactly("https://v3.fal.media/1.png", "https://v3.fal.media/2.png");
  }

  /** Whether it is one or a list is the model's own affair, and it was paid for either way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'images':{'url':'https://v3.fal.media/one.png'}}",
        "{'images':'https://v3.fal.media/one.png'}",
        "{'image':[{'url':'https://v3.fal.media/one.png'}]}",
        "{'image':'https://v3.fal.media/one.png'}",
        "{'images':null,'image_urls':'https://v3.fal.media/one.png'}",
        "{'images':{},'image':{'url':'https://v3.fal.media/one.png'}}"
      })
  void oneImageMayStandAloneOrInAList(String output) {
    assertThat(fal.readResult(JOB, json(output.replace('\'', '"'))).images())
        .extracting(ProviderOutput.Image::url)
        .containsExactly("https://v3.fal.media/one.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a list'", "''", "7", "true"})
  void whatIsNoImageInTheirPlaceIsNone(String images) {
    HttpReply reply = json("{'images':IT}".replace("IT", images).replace('\'', '"'));
    assertThatThrownBy(() -> fal.readResult(JOB, reply))
        .isInstanceOf(PictorException.class)
        .hasMessageContaining("without an image");
  }

  private static String repeat(String text, int times) {
    return String.join("", Collections.nCopies(times, text));
  }

  private static HttpReply json(String body) {
    return Fixtures.reply(Purpose.RESULT, ("HTTP 200\n\n" + body).getBytes(US_ASCII));
  }

  /** It took minutes, in which the thread that reads replies did nothing else. */
  @Test
  @Timeout(15)
  void aReplyWithVeryManyImagesIsReadInTime() {
    int many = 200_000;
    String all = repeat("\"a\",", many) + "\"a\"";
    assertThat(fal.readResult(JOB, json("{\"images\":[" + all + "]}")).images()).hasSize(many + 1);

    String withheld = repeat("null,", many) + "\"a\"";
    String flags = repeat("true,", many) + "false";
    ProviderOutput output =
        fal.readResult(
            JOB, json("{\"images\":[" + withheld + "],\"has_nsfw_concepts\":[" + flags + "]}"));
    assertThat(output.images()).hasSize(1);
    assertThat(output.filtered()).isEqualTo(many);
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    ProviderOutput output = read("ugly");
    assertThat(output.images())
        .extracting(ProviderOutput.Image::url)
        .containsExactly("https://v3.fal.media/a.png", "https://v3.fal.media/b.png");
    assertThat(output.images())
        .allSatisfy(
            image -> {
              assertThat(image.size()).isEmpty();
              assertThat(image.mediaType()).isEmpty();
              assertThat(image.flagged()).isEmpty();
            });
    assertThat(output.seed()).isEmpty();
    assertThat(output.billableUnits()).isEmpty();
  }

  @Test
  void withheldImagesAreCounted() {
    ProviderOutput output = read("some-withheld");
    assertThat(output.filtered()).isEqualTo(2);
    assertThat(output.filteredPlaces()).containsExactly(0, 2);
    assertThat(output.images())
        .singleElement()
        .satisfies(image -> assertThat(image.flagged()).contains(false));
  }

  @Test
  void noImageBecauseOfModerationIsSaidSo() {
    assertThatThrownBy(() -> read("all-withheld"))
        .isInstanceOf(ModerationException.class)
        .hasMessageContaining("withheld every image")
        .hasMessageContaining(JOB.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "degenerate, 'fields images, prompt'",
    "video, 'fields video, seed'",
    "empty-object, no fields",
  })
  void noImageIsAFailureWithAReason(String fixture, String message) {
    assertThatThrownBy(() -> read(fixture))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("without an image")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((PictorException) e).details().code()).contains("no_images"))
        .satisfies(e -> assertThat(((PictorException) e).details().body()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"array", "html", "empty"})
  void whatIsNoObjectIsUnreadable(String fixture) {
    assertThatThrownBy(() -> read(fixture)).isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void anErrorThatAGatewayMadeASuccessStaysAnError() {
    assertThatThrownBy(() -> read("flattened-in-progress"))
        .isInstanceOf(ServiceException.class)
        .satisfies(e -> assertThat(((PictorException) e).isRetryable()).isTrue());
    assertThatThrownBy(() -> read("flattened-input"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("prompt: Field required");
    assertThatThrownBy(() -> read("flattened-crash"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("Internal Server Error");
    assertThatThrownBy(() -> read("flattened-not-found")).isInstanceOf(NotFoundException.class);
  }
}
