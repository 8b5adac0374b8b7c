package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small words of a request: size, ratio, resolution, format, source. */
class WordsTest {
  @ParameterizedTest
  @CsvSource({"1024x768,1024,768", "1X1,1,1", "14142×14142,14142,14142", "' 2x3 ',2,3"})
  void aSizeIsRead(String text, int width, int height) {
    ImageSize size = ImageSize.parse(text);

    assertThat(size).isEqualTo(ImageSize.of(width, height));
    assertThat(size).hasSameHashCodeAs(ImageSize.of(width, height));
    assertThat(size).hasToString(width + "x" + height);
    assertThat(size.pixels()).isEqualTo((long) width * height);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1024",
        "1024x",
        "x768",
        "1024:768",
        "-1x5",
        "1.5x2",
        "1024 x 768",
        "9999999999x1",
        "١٠x١٠",
        "1024x768px"
      })
  void aTextThatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageSize.parse(text))
        .withMessageContaining("\"" + text + "\"")
        .withMessageContaining("1024x768");
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-1,1", "14143,1", "1,14143", "2147483647,1"})
  void aSideOutOfRangeIsRefused(int width, int height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageSize.of(width, height))
        .withMessage("size is " + width + "x" + height + "; each side must be 1 to 14142 pixels");
  }

  @Test
  void aSizeKnowsItsShape() {
    assertThat(ImageSize.of(1024, 768).aspectRatio()).isEqualTo(AspectRatio.of(4, 3));
    assertThat(ImageSize.of(2, 1)).isNotEqualTo(ImageSize.of(1, 2)).isNotEqualTo("2x1");
  }

  @ParameterizedTest
  @CsvSource({
    "16:9,16,9",
    "1920:1080,16,9",
    "1:1,1,1",
    "' 21 : 9 ',7,3",
    "999999999:1,999999999,1"
  })
  void aRatioIsReadInLowestTerms(String text, int width, int height) {
    AspectRatio ratio = AspectRatio.parse(text);

    assertThat(ratio.width()).isEqualTo(width);
    assertThat(ratio.height()).isEqualTo(height);
    assertThat(ratio).hasToString(width + ":" + height);
    assertThat(ratio).isEqualTo(AspectRatio.of(width, height)).isNotEqualTo(text);
    assertThat(ratio).hasSameHashCodeAs(AspectRatio.of(width, height));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "16", "16:", ":9", "16x9", "16:9:1", "1.5:1", "-16:9", "auto"})
  void aTextThatIsNoRatioIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AspectRatio.parse(text))
        .withMessageContaining("\"" + text + "\"")
        .withMessageContaining("16:9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0:1", "1:0"})
  void aRatioOfNothingIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AspectRatio.parse(text))
        .withMessage("aspectRatio is " + text + "; both numbers must be at least 1");
  }

  @ParameterizedTest
  @CsvSource({
    "1K,1K,1",
    "2k,2K,4",
    "4K,4K,16",
    "0.5K,0.5K,0.25",
    "' 1k ',1K,1",
    "1,1,1",
    "0.25,0.25,0.25",
    "0.25 MP,0.25 MP,0.25",
    "2mp,2MP,2"
  })
  void aResolutionHasAnArea(String text, String value, BigDecimal area) {
    Resolution resolution = Resolution.of(text);

    assertThat(resolution.value()).isEqualTo(value);
    assertThat(resolution).hasToString(value);
    assertThat(resolution.area().get()).isEqualByComparingTo(area);
    assertThat(resolution).isEqualTo(Resolution.of(value)).isNotEqualTo(value);
    assertThat(resolution).hasSameHashCodeAs(Resolution.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auto", "HD", "0K", "0", "0.000", "1 K", "1024K", "-1K", "1e3", "K", "MP"})
  void aResolutionWithoutAnAreaIsAccepted(String text) {
    assertThat(Resolution.of(text).area()).isEmpty();
  }

  @Test
  void theNamedResolutionsAreTheirNames() {
    assertThat(Resolution.HALF_K).isEqualTo(Resolution.of("0.5k"));
    assertThat(Resolution.ONE_K).isEqualTo(Resolution.of("1k"));
    assertThat(Resolution.TWO_K).isEqualTo(Resolution.of("2k"));
    assertThat(Resolution.FOUR_K).isEqualTo(Resolution.of("4k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t\n"})
  void aBlankNameIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resolution.of(text))
        .withMessageContaining("resolution is blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputFormat.of(text))
        .withMessageContaining("outputFormat is blank");
  }

  /** In Turkish, the small letter of I is not i. */
  @ParameterizedTest
  @CsvSource({
    "PNG,png,image/png,png", "jpg,jpeg,image/jpeg,jpg", "JPEG,jpeg,image/jpeg,jpg",
    "GIF,gif,image/gif,gif", "WebP,webp,image/webp,webp", "AVIF,avif,image/avif,avif",
    "' TIFF ',tiff,image/tiff,tiff"
  })
  void aFormatHasItsNames(String text, String value, String mediaType, String extension) {
    OutputFormat format = OutputFormat.of(text);

    assertThat(format.value()).isEqualTo(value);
    assertThat(format).hasToString(value);
    assertThat(format.mediaType()).isEqualTo(mediaType);
    assertThat(format.fileExtension()).isEqualTo(extension);
    assertThat(format).isEqualTo(OutputFormat.of(value)).isNotEqualTo(value);
    assertThat(format).hasSameHashCodeAs(OutputFormat.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/b.png?c=d%20e#f",
        "HTTP://LOCALHOST:8080/i",
        "http://my_images.internal:8080/b.png",
        " https://a.example/b "
      })
  void aSourceIsAnAbsoluteUrl(String url) {
    ImageSource source = ImageSource.url(url);

    assertThat(source.url()).contains(url.trim());
    assertThat(source).isEqualTo(ImageSource.url(url)).isNotEqualTo(url);
    assertThat(source).hasSameHashCodeAs(ImageSource.url(url));
    assertThat(source).hasToString(url.trim().replaceFirst("[?].*", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "a.png, write an absolute",
    "'', write an absolute",
    "/tmp/a.png, write an absolute",
    "C:\\a.png, write an absolute",
    "file:///tmp/a.png, write an absolute",
    "ftp://a.example/b, write an absolute",
    "javascript:alert(1), write an absolute",
    "https:///b.png, names no host",
    "https:b.png, names no host",
    "https://me@my_host/b.png, names no host",
    "https://my_host:x/b.png, names no host",
    "https://my_host..example/b.png, names no host",
    "https://a.example/a b, percent-encode",
    "https://, percent-encode",
    "data:image/png;base64, has a comma",
    "'data:,x', only data URIs that say ;base64",
  })
  void whatIsNoSourceIsRefusedWithTheReason(String url, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageSource.url(url))
        .withMessageStartingWith("image is \"" + url.replace("//me@", "...@"))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pa55@host/x?sig=secret, https://host/x",
    "https://user@host:8080/x#secret, https://host:8080/x",
    "https://user:pa55@host, https://host",
    "https://host?secret@a/b, https://host",
    "https://host/a@b/c?d=https://secret@x, https://host/a@b/c",
    "HTTP://host/x, HTTP://host/x"
  })
  void aPasswordAndASignatureAreNotShown(String url, String shown) {
    ImageSource source = ImageSource.url(url);
    assertThat(source).hasToString(shown);
    assertThat(source.name()).isEqualTo(shown);
    assertThat(source.url()).contains(url);
    assertThat(ImageRequest.builder().model("m").addImages(source).build().toString())
        .contains(shown)
        .doesNotContain("secret")
        .doesNotContain("pa55");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pa55@host/a b?secret, https:...@host/a b",
    "https://user:pa/55@host/x.png, https:...@host/x.png",
    "https://user:pa@55@host/a b, https:...@host/a b",
    "https:/user:pa55@host/x.png#secret, https:...@host/x.png",
    "https:user:pa55@host/x.png, https:...@host/x.png",
    "HTTP:\\\\user:pa55@host/x.png, HTTP:...@host/x.png",
    "user:pa55@host/x.png?sig=secret, ...@host/x.png",
    "//user:pa55@host/x.png, ...@host/x.png",
    "ftp://user:pa55@host/x.png, ...@host/x.png",
    // part of a password, or of a signature: nobody can tell
    "https://user:pa?55@host/x.png, https:...",
    "https://user:pa#55@host/x.png, https:...",
    "https://host/a b?to=me@secret, https:...",
  })
  void aPasswordIsNotShownInARefusalEither(String url, String shown) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageSource.url(url))
        .withMessageStartingWith("image is \"" + shown + "\"; ")
        .withNoCause();
  }

  @Test
  void aLongSourceIsShownShort() {
    String url = "data:image/png;base64," + new String(new char[5_000]).replace('\0', 'A');

    assertThat(ImageSource.url(url).url()).isEmpty();
    assertThat(ImageSource.url(url).toString()).hasSize(83).endsWith("...");
  }
}
