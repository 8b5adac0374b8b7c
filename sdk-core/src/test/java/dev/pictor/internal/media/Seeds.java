package dev.pictor.internal.media;

import static dev.pictor.internal.media.Fixtures.bytes;
import static dev.pictor.internal.media.Fixtures.chunk;
import static dev.pictor.internal.media.Fixtures.drawn;
import static dev.pictor.internal.media.Fixtures.exif;
import static dev.pictor.internal.media.Fixtures.insert;
import static dev.pictor.internal.media.Fixtures.riff;
import static dev.pictor.internal.media.Fixtures.segment;
import static dev.pictor.internal.media.Fixtures.webpOf;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the files with which the search for ugly ones began. */
final class Seeds {
  private Seeds() {}

  /** Into the folder that is named, in folders of the targets' names. */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, byte[]> image : images().entrySet()) {
      write(args[0], "InputFileFuzz", image.getKey(), image.getValue());
      write(args[0], "ImageFactsFuzz", image.getKey(), image.getValue());
    }
    String[] uris = {
      "data:image/png;base64,iVBORw0KGgo=",
      "data:;base64,",
      "data:,",
      "data:image/png;base64,QQ==",
      "DATA:image/webp;charset=x;BASE64,UklG",
      "data:image/png,%89PNG",
      "data:x;base64,Q===",
      "data:image/png;base64,iVBO\nRw0K\r\nGgo=\n",
      "data:;base64,%51Q%3d%3D%0A",
      "https://example.com/a.png"
    };
    String[] texts = {
      "{\"a\":[1,2.50,-0,1e400,true,null,{}],\"a\":\"\\u00e9\\ud83d\\ude00\"}",
      "[[[[]]]]",
      "\"\\ud800\"",
      "17454220438242315174",
      " {\"images\":[{\"url\":\"data:image/png;base64,QQ==\"}]} ",
      "nul",
      "{\"a\":1,}"
    };
    for (int i = 0; i < uris.length; i++) {
      write(args[0], "DataUriFuzz", "seed-" + i, uris[i].getBytes(UTF_8));
    }
    for (int i = 0; i < texts.length; i++) {
      write(args[0], "JsonFuzz", "seed-" + i, texts[i].getBytes(UTF_8));
    }
  }

  static Map<String, byte[]> images() {
    Map<String, byte[]> images = new LinkedHashMap<>();
    images.put(
        "all.jpg",
        bytes(
            insert(
                drawn("jpeg", 8, 8),
                20,
                segment(0xe1, "Exif\0\0", exif(6, true, true)),
                segment(0xe1, Fixtures.XMP),
                segment(0xed, "Photoshop 3.0\0SECRET"),
                segment(0xe2, "ICC_PROFILE\0\1\1profile"),
                segment(0xee, "Adobe\0\144\0\0\0\0\1SECRET"),
                segment(0xfe, "SECRET")),
            "SECRET"));
    images.put(
        "thumbnail.jpg",
        bytes(
            "\u00ff\u00d8",
            segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\1\1abc"),
            segment(0xe0, "JFXX\0SECRET"),
            segment(0xe1, "Exif\0\0", exif(8, false, false)),
            "\u00ff\u00ff",
            Arrays.copyOfRange(drawn("jpeg", 8, 8), 20, drawn("jpeg", 8, 8).length)));
    images.put(
        "all.png",
        bytes(
            insert(
                drawn("png", 4, 3),
                33,
                chunk("gAMA", new byte[4]),
                chunk("eXIf", exif(3, false, true)),
                chunk("tEXt", "Author\0SECRET"),
                chunk("iTXt", "XML:com.adobe.xmp\0SECRET"),
                chunk("tIME", new byte[7]),
                chunk("caBX", "SECRET")),
            "SECRET"));
    byte[] gif = drawn("gif", 4, 3);
    images.put(
        "all.gif",
        bytes(
            insert(
                gif,
                13 + 3 * (2 << (gif[10] & 7)),
                "!\u00ff\u000bNETSCAPE2.0\3\1\0\0\0",
                "!\u00f9\4\1\0\0\0\0",
                "!\u00fe\6SECRET\0",
                "!\u00ff\u000bXMP DataXMP\6SECRET\0"),
            "SECRET"));
    byte[] picture = Arrays.copyOfRange(Fixtures.webp(), 12, Fixtures.webp().length);
    images.put("plain.webp", Fixtures.webp());
    images.put("lossless.webp", webpOf(riff("VP8L", "/\6\0\1\20rest")));
    images.put(
        "all.webp",
        bytes(
            webpOf(
                riff("VP8X", new byte[] {0x0c, 0, 0, 0, 6, 0, 0, 4, 0, 0}),
                picture,
                riff("EXIF", exif(5, true, true)),
                riff("what", "odd"),
                riff("XMP ", "SECRET!")),
            "SECRET"));
    images.put("plain.avif", Fixtures.avif());
    images.put("all.avif", bytes(AvifInputTest.avif(0, 2, 0), Fixtures.box("free", "SECRET")));
    images.put("within.avif", AvifInputTest.avif(1, 3, 1));
    images.put("derived.avif", AvifInputTest.avif(2, 2, 2));
    images.put(
        "film.avif",
        bytes(
            Fixtures.box("ftyp", "avis\0\0\0\0msf1"),
            Fixtures.box("moov", Fixtures.box("trak", Fixtures.box("udta", "SECRET"))),
            Fixtures.box("uuid", "SECRET"),
            Fixtures.box("mdat", "x")));
    images.put("none.txt", bytes("no image"));
    return images;
  }

  private static void write(String folder, String target, String name, byte[] content)
      throws IOException {
    Path file = Paths.get(folder, target, name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
