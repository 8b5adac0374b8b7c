package dev.pictor.internal.media;

import static dev.pictor.internal.media.Fixtures.box;
import static dev.pictor.internal.media.Fixtures.bytes;
import static dev.pictor.internal.media.Fixtures.exif;
import static dev.pictor.internal.media.Fixtures.make;
import static dev.pictor.internal.media.Fixtures.scan;
import static dev.pictor.internal.media.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvifInputTest {
  private static final String PICTURE = "coded picture";
  private static final byte[] EXIF = bytes(Bytes.big(0, 4), exif(6, false, true));
  private static final byte[] XMP = bytes("<xmp>SECRET</xmp>");
  private static final byte[] TYPE = box("ftyp", "avif\0\0\0\0mif1miaf");

  @ParameterizedTest
  @CsvSource({"0,2", "1,2", "2,2", "1,3", "2,3"})
  void metadataBecomeZerosInTheirPlaces(int placesVersion, int listVersion) {
    byte[] file = avif(placesVersion, listVersion, 0);
    InputFile scanned = scan(file);

    assertThat(scanned.problem()).isEmpty();
    assertThat(scanned.format()).contains(OutputFormat.AVIF);
    assertThat(scanned.size()).contains(ImageSize.of(6, 4));
    assertThat(scanned.orientation()).isEqualTo(1);
    assertThat(scanned.removed()).containsExactlyInAnyOrder("EXIF with GPS position", "XMP");
    byte[] cleaned = make(scanned.cleaned(), file);
    assertThat(cleaned).isEqualTo(blanked(file));
    assertThat(text(cleaned)).contains(PICTURE).doesNotContain("SECRET");
    assertThat(scan(cleaned).problem()).isEmpty();
    assertThat(scan(cleaned).removed()).isEmpty();
    assertThat(scan(cleaned).cleaned().isOriginal()).isTrue();
    assertThat(make(scanned.cleanedButTurned(), file)).isEqualTo(cleaned);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void metadataMayStandWithinTheListOfParts(int placesVersion) {
    byte[] file = avif(placesVersion, 2, 1);

    assertThat(scan(file).problem()).isEmpty();
    assertThat(scan(file).removed()).containsExactlyInAnyOrder("EXIF with GPS position", "XMP");
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(blanked(file));
  }

  @Test
  void metadataMadeFromOtherPartsAreNotUnderstood() {
    byte[] file = avif(1, 2, 2);

    assertThat(scan(file).problem()).contains("its metadata are where Pictor does not find them");
    assertThat(scan(file).removed()).isEmpty();
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(file);
  }

  @Test
  void metadataThatShareBytesWithThePictureAreLeft() {
    byte[] file = avif(0, 2, 0);
    int places = text(file).indexOf("iloc") + 4 + 8;
    int pictureLength = places + 2 + 2 + 2 + 4;
    file[pictureLength + 3]++;

    assertThat(scan(file).problem()).contains("its metadata and its picture overlap");
  }

  @Test
  void boxesThatBelongToNoPictureBecomeFreeSpace() {
    String id = "\u00bez\u00cf\u00cb\u0097\u00a9B\u00e8\u009cq\u0099\u0094\u0091\u00e3\u00af\u00ac";
    byte[] file =
        bytes(
            Fixtures.avif(),
            box("uuid", id, "SECRET"),
            box("mpvd", "SECRET"),
            box("free", "SECRET"),
            "SECRET");

    assertThat(scan(file).removed())
        .containsExactly("XMP", "application data", "data behind the end of the image");
    byte[] cleaned = make(scan(file).cleaned(), file);
    assertThat(cleaned)
        .isEqualTo(
            bytes(
                Fixtures.avif(),
                box("free", new byte[22]),
                box("free", new byte[6]),
                box("free", new byte[6])));
    assertThat(scan(cleaned).removed()).isEmpty();
  }

  @Test
  void aFilmKeepsItsPictures() {
    byte[] file =
        bytes(
            box("ftyp", "avis\0\0\0\0msf1"),
            box("moov", box("mvhd", "time"), box("trak", box("udta", "SECRET"), box("mdia", "x"))),
            box("mdat", PICTURE));

    assertThat(scan(file).removed()).containsExactly("application data");
    assertThat(text(make(scan(file).cleaned(), file)))
        .isEqualTo(text(file).replace("udtaSECRET", "free\0\0\0\0\0\0"));
  }

  /** What has to come out: zeros for what is secret, and no type that promises something. */
  private static byte[] blanked(byte[] file) {
    String zeros = text(new byte[EXIF.length + XMP.length]);
    String expected =
        text(file)
            .replace(text(EXIF) + text(XMP), zeros)
            .replace("\0\0Exif\0", "\0\0free\0")
            .replace("\0\0mime\0", "\0\0free\0");
    assertThat(expected).doesNotContain("SECRET");
    return bytes(expected);
  }

  /**
   * A file of one picture with EXIF and XMP.
   *
   * @param method 0 in the file, 1 in the list of parts, 2 in another part
   */
  static byte[] avif(int placesVersion, int listVersion, int method) {
    byte[] unplaced = avif(placesVersion, listVersion, method, 0);
    int at = method == 1 ? 0 : text(unplaced).indexOf(PICTURE);
    return avif(placesVersion, listVersion, method, at);
  }

  private static byte[] avif(int placesVersion, int listVersion, int method, int at) {
    int idSize = listVersion == 2 ? 2 : 4;
    byte[] list =
        box(
            "iinf",
            new byte[] {(byte) (listVersion - 2), 0, 0, 0},
            Bytes.big(3, idSize),
            item(listVersion, 1, "av01\0"),
            item(listVersion, 2, "Exif\0"),
            item(listVersion, 3, "mime\0application/rdf+xml\0"));
    int placeIdSize = placesVersion < 2 ? 2 : 4;
    byte[] places =
        box(
            "iloc",
            new byte[] {(byte) placesVersion, 0, 0, 0, 0x44, 0},
            Bytes.big(3, placeIdSize),
            place(placesVersion, 1, method, at, PICTURE.length()),
            place(placesVersion, 2, method, at + PICTURE.length(), EXIF.length),
            place(placesVersion, 3, method, at + PICTURE.length() + EXIF.length, XMP.length));
    byte[] size = box("ispe", new byte[4], Bytes.big(6, 4), Bytes.big(4, 4));
    byte[] properties = box("iprp", box("ipco", size), box("ipma", new byte[8]));
    byte[] data = bytes(PICTURE, EXIF, XMP);
    return bytes(
        TYPE,
        box(
            "meta",
            new byte[4],
            box("hdlr", "pict"),
            places,
            list,
            properties,
            method == 1 ? box("idat", data) : new byte[0]),
        method == 1 ? new byte[0] : box("mdat", data));
  }

  private static byte[] item(int version, int id, String rest) {
    return box(
        "infe",
        new byte[] {(byte) version, 0, 0, 0},
        Bytes.big(id, version == 2 ? 2 : 4),
        new byte[2],
        rest.substring(0, 4),
        rest.substring(4));
  }

  private static byte[] place(int version, int id, int method, int at, int length) {
    return bytes(
        Bytes.big(id, version < 2 ? 2 : 4),
        version == 0 ? new byte[0] : Bytes.big(method, 2),
        new byte[2],
        Bytes.big(1, 2),
        Bytes.big(at, 4),
        Bytes.big(length, 4));
  }

  @Test
  void aFileCutAnywhereIsPassedAsItIsOrMadeClean() {
    byte[] file = avif(0, 2, 0);
    for (int length = 24; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      InputFile scanned = scan(cut);

      byte[] made = make(scanned.cleaned(), cut);
      assertThat(scanned.isUnderstood() || Arrays.equals(made, cut)).isTrue();
    }
  }
}
