package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class GeneratedImageTest {
  @TempDir Path folder;

  private byte[] png;

  @BeforeEach
  void draw() throws IOException {
    png = ImageFiles.drawn("png", 300, 200);
  }

  private static GeneratedImage image(GeneratedImage.Content content) {
    return GeneratedImage.builder()
        .index(2)
        .handle(JobHandle.parse("pictor1:fal:flux:1"))
        .content(content)
        .build();
  }

  private GeneratedImage image() {
    return image(out -> out.write(png));
  }

  private String[] files() {
    return new File(folder.toString()).list();
  }

  @Test
  void itsBytesAreFetchedEachTimeAnew() {
    AtomicInteger fetches = new AtomicInteger();
    GeneratedImage image =
        image(
            out -> {
              fetches.incrementAndGet();
              out.write(png);
            });

    assertThat(image.bytes()).isEqualTo(png).isNotSameAs(png);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    image.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(png);
    assertThat(fetches).hasValue(2);
  }

  @Test
  void aStreamThatItIsWrittenToStaysOpen() {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    image().writeTo(out);
    image().writeTo(out);
    assertThat(out.size()).isEqualTo(2 * png.length);
  }

  @Test
  void aStreamThatCannotBeWrittenIsToldWithTheImage() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };

    assertThatThrownBy(() -> image().writeTo(full))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Copying image 2 of pictor1:fal:flux:1")
        .hasRootCauseMessage("disk full");
  }

  @Test
  void isSavedAndMeasured() throws IOException {
    GeneratedImage.Facts facts = image().saveTo(folder.resolve("a.png"));

    assertThat(folder.resolve("a.png")).hasBinaryContent(png);
    assertThat(files()).containsExactly("a.png");
    assertThat(facts).isEqualTo(GeneratedImage.Facts.of(png));
    assertThat(facts.size()).contains(ImageSize.of(300, 200));
  }

  @Test
  void isMeasuredWhateverThePiecesInWhichItComes() {
    byte[] large = new byte[200_000];
    System.arraycopy(png, 0, large, 0, png.length);
    GeneratedImage image =
        image(
            out -> {
              out.write(large[0]);
              out.write(large, 1, 69_999);
              out.write(large, 70_000, 130_000);
            });

    assertThat(image.saveTo(folder.resolve("a"))).isEqualTo(GeneratedImage.Facts.of(large));
    assertThat(folder.resolve("a")).hasBinaryContent(large);
  }

  @Test
  void replacesAFile() throws IOException {
    Path file = folder.resolve("a.png");
    Files.write(file, new byte[] {1, 2, 3});

    image().saveTo(file);

    assertThat(file).hasBinaryContent(png);
    assertThat(files()).containsExactly("a.png");
  }

  /** What a move does with a file that is there is each file system's own, unless it is told. */
  @Test
  void replacesAFileInAnArchive() throws IOException {
    URI archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
    try (FileSystem zip =
        FileSystems.newFileSystem(archive, Collections.singletonMap("create", "true"))) {
      Path file = zip.getPath("/a.png");
      Files.write(file, new byte[] {1, 2, 3});

      image().saveTo(file);
      image().saveTo(file);

      assertThat(Files.readAllBytes(file)).isEqualTo(png);
      try (Stream<Path> all = Files.list(zip.getPath("/"))) {
        assertThat(all).containsExactly(file);
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void thereIsNoMomentWithoutAFileWhileItIsReplaced() throws Exception {
    Path file = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger missing = new AtomicInteger();
    Thread watcher =
        new Thread(
            () -> {
              while (!ended.get()) {
                if (!Files.exists(file)) {
                  missing.incrementAndGet();
                }
              }
            });
    watcher.start();
    for (int i = 0; i < 500; i++) {
      image().saveTo(file);
    }
    ended.set(true);
    watcher.join();
    assertThat(missing).hasValue(0);
  }

  @Test
  void makesTheFolder() {
    Path file = folder.resolve("new").resolve("er").resolve("a.png");

    image().saveTo(file);

    assertThat(file).hasBinaryContent(png);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void savesThroughALinkToAFolder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    image().saveTo(link.resolve("a.png"));

    assertThat(real.resolve("a.png")).hasBinaryContent(png);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void mayBeReadByWhoeverMayReadTheOtherFiles() throws IOException {
    Path other = Files.write(folder.resolve("other"), new byte[1]);

    image().saveTo(folder.resolve("a.png"));

    assertThat(Files.getPosixFilePermissions(folder.resolve("a.png")))
        .isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void aFileNameWithoutAFolderIsInTheCurrentOne() throws IOException {
    Path file = Paths.get("pictor-" + System.nanoTime() + ".png");
    try {
      image().saveTo(file);
      assertThat(file).hasBinaryContent(png);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Test
  void aFailedFetchLeavesNothingAndKeepsTheOldFile() throws IOException {
    RuntimeException gone = new IllegalStateException("gone");
    GeneratedImage image =
        image(
            out -> {
              out.write(png, 0, 100);
              throw gone;
            });
    assertThatThrownBy(() -> image.saveTo(folder.resolve("a.png"))).isSameAs(gone);
    assertThat(files()).isEmpty();

    Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> image.saveTo(folder.resolve("a.png"))).isSameAs(gone);
    assertThat(folder.resolve("a.png")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(files()).containsExactly("a.png");
  }

  @Test
  void aFailedWriteIsToldWithTheFile() {
    GeneratedImage image =
        image(
            out -> {
              throw new IOException("disk full");
            });

    assertThatThrownBy(() -> image.saveTo(folder.resolve("a.png")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Saving image 2 to " + folder.resolve("a.png"))
        .hasRootCauseMessage("disk full");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(folder.resolve("empty"));

    for (Path path :
        new Path[] {folder, folder.resolve("empty"), Paths.get(""), folder.getRoot()}) {
      assertThatThrownBy(() -> image().saveTo(path))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage("this is a folder; name a file");
    }
    assertThat(files()).containsExactly("empty");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.write(folder.resolve("file"), new byte[1]);

    assertThatThrownBy(() -> image().saveTo(folder.resolve("file").resolve("a.png")))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(files()).containsExactly("file");
  }

  @Test
  void doesNotShowAWholeDataUri() {
    String uri = "data:image/png;base64," + new String(new char[1_000_000]).replace('\0', 'A');

    assertThat(image().toBuilder().url(uri).build().toString()).hasSizeLessThan(3_000);
  }
}
