package dev.pictor;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.pictor.avif.AvifConverter;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Assumptions;

/** A picture as a decoder shows it that is not the code which wrote the file. */
final class Shown {
  /** How many fields a picture is divided into, along each side, where only those are known. */
  private static final int GRID = 16;

  private static final long PATIENCE_SECONDS = 120;

  final int width;
  final int height;
  private final int[] fields;

  private Shown(int width, int height, int[] fields) {
    this.width = width;
    this.height = height;
    this.fields = fields;
  }

  private static Shown of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] fields = new int[GRID * GRID * 3];
    for (int i = 0; i < GRID * GRID; i++) {
      int left = i % GRID * width / GRID;
      int top = i / GRID * height / GRID;
      int right = (i % GRID + 1) * width / GRID;
      int bottom = (i / GRID + 1) * height / GRID;
      long[] sums = new long[3];
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          int rgb = image.getRGB(x, y);
          for (int c = 0; c < 3; c++) {
            sums[c] += (rgb >> (16 - 8 * c)) & 0xff;
          }
        }
      }
      for (int c = 0; c < 3; c++) {
        fields[i * 3 + c] = (int) (sums[c] / ((long) (right - left) * (bottom - top)));
      }
    }
    return new Shown(width, height, fields);
  }

  /**
   * By the Java platform; WebP by TwelveMonkeys, which has no native code, and AVIF by what may
   * have written it, since there is no other decoder for Java 8.
   */
  static Shown byJava(byte[] file) {
    Optional<OutputFormat> format = GeneratedImage.Facts.of(file).format();
    if (format.equals(Optional.of(OutputFormat.AVIF))) {
      return byAvifConverter(file);
    }
    boolean isWebp = format.equals(Optional.of(OutputFormat.WEBP));
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader =
          isWebp
              ? new WebPImageReaderSpi().createReaderInstance(null)
              : ImageIO.getImageReaders(in).next();
      reader.setInput(in);
      return of(reader.read(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shown byAvifConverter(byte[] file) {
    try {
      ImageConverter.Picture read = new AvifConverter().read(file, OutputFormat.AVIF);
      int width = read.width();
      BufferedImage image = new BufferedImage(width, read.height(), BufferedImage.TYPE_INT_ARGB);
      image.setRGB(0, 0, width, read.height(), read.argb(), 0, width);
      return of(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By avifdec of the AVIF project; skips the test where it is not installed. */
  static Shown byAvifdec(byte[] avif, Path folder) throws IOException {
    Path tool = tool("avifdec");
    Path file = Files.write(folder.resolve("in.avif"), avif);
    Path png = folder.resolve("out.png");
    run(folder, tool.toString(), file.toString(), png.toString());
    return byJava(Files.readAllBytes(png));
  }

  /** By dwebp of the WebP project; skips the test where it is not installed. */
  static Shown byDwebp(byte[] webp, Path folder) throws IOException {
    Path tool = tool("dwebp");
    Path file = Files.write(folder.resolve("in.webp"), webp);
    Path png = folder.resolve("out.png");
    run(folder, tool.toString(), file.toString(), "-o", png.toString());
    return byJava(Files.readAllBytes(png));
  }

  /** By the browser Chromium; skips the test where it is not installed. */
  static List<Shown> byBrowser(List<byte[]> files, Path folder) throws IOException {
    Path tool = tool("chromium");
    StringBuilder page = new StringBuilder("<!doctype html><body>");
    for (byte[] file : files) {
      page.append("<img src='data:;base64,")
          .append(Base64.getEncoder().encodeToString(file))
          .append("'>");
    }
    page.append("<pre></pre><script>onload = () => {")
        .append("document.querySelector('pre').textContent = Array.from(document.images, i => {")
        .append("const c = document.createElement('canvas'), g = ")
        .append(GRID)
        .append(';')
        .append("const w = c.width = i.naturalWidth, h = c.height = i.naturalHeight;")
        .append("const d = c.getContext('2d'); if (!w) return 'broken'; d.drawImage(i, 0, 0);")
        .append("const p = d.getImageData(0, 0, w, h).data, s = [w, h], f = Math.floor;")
        .append("for (let k = 0; k < g * g; k++) {")
        .append("const l = f(k % g * w / g), t = f(f(k / g) * h / g);")
        .append("const r = f((k % g + 1) * w / g), b = f((f(k / g) + 1) * h / g);")
        .append("const m = [0, 0, 0]; for (let y = t; y < b; y++) for (let x = l; x < r; x++)")
        .append("for (let n = 0; n < 3; n++) m[n] += p[(y * w + x) * 4 + n];")
        .append("for (const n of m) s.push(f(n / ((r - l) * (b - t)))); }")
        .append("return s.join(' '); }).join('\\n'); }</script>");
    Path html = folder.resolve("page.html");
    Files.write(html, page.toString().getBytes(StandardCharsets.US_ASCII));
    String dom =
        run(
            folder,
            tool.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("profile"),
            "--virtual-time-budget=20000",
            "--dump-dom",
            html.toUri().toString());
    int from = dom.indexOf("<pre>") + 5;
    List<Shown> shown = new ArrayList<>();
    for (String line : dom.substring(from, dom.indexOf("</pre>", from)).split("\n", -1)) {
      String[] numbers = line.trim().split(" ", -1);
      if (numbers.length != 2 + GRID * GRID * 3) {
        throw new AssertionError("the browser shows no picture: " + line);
      }
      int[] fields = new int[GRID * GRID * 3];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = Integer.parseInt(numbers[i + 2]);
      }
      shown.add(new Shown(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), fields));
    }
    return shown;
  }

  private static Path tool(String name) {
    for (String folder : String.valueOf(System.getenv("PATH")).split(":", -1)) {
      Path file = java.nio.file.Paths.get(folder, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return Assumptions.abort(name + " is not installed here");
  }

  private static String run(Path folder, String... command) throws IOException {
    Path out = folder.resolve("stdout");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command[0] + " does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          new String(Files.readAllBytes(folder.resolve("stderr")), StandardCharsets.ISO_8859_1));
    }
    return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
  }

  /** The mean difference of a colour, of 255. */
  double difference(Shown other) {
    if (width != other.width || height != other.height) {
      throw new AssertionError(
          width + "x" + height + " is not " + other.width + "x" + other.height);
    }
    long sum = 0;
    for (int i = 0; i < fields.length; i++) {
      sum += Math.abs(fields[i] - other.fields[i]);
    }
    return (double) sum / fields.length;
  }
}
