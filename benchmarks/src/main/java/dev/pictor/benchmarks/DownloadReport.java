package dev.pictor.benchmarks;

import dev.pictor.QuickClient;
import dev.pictor.benchmarks.figures.Rounds;
import dev.pictor.model.GeneratedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * Fetches images from another process on this machine, by Pictor and by a bare loop in turn, many
 * rounds of each, so that whatever else the machine does meets both; prints how much of the
 * throughput of the loop is left.
 */
final class DownloadReport implements AutoCloseable {
  /** How much of the throughput of the bare loop is to be reached. */
  private static final double BOUND = 0.9;

  private static final int MEGABYTE = 1 << 20;

  private final int imageBytes;
  private final boolean isShort;
  private final PrintStream out;
  private final ServiceProcess service;
  private final QuickClient client;
  private final OkHttpClient http;
  private final GeneratedImage image;
  private final Path folder;

  private DownloadReport(int imageBytes, boolean isShort, PrintStream out) throws IOException {
    this.imageBytes = imageBytes;
    this.isShort = isShort;
    this.out = out;
    service = new ServiceProcess(imageBytes);
    client = new QuickClient(EngineCase.FAL_URL.provider(service.url()), Optional.empty());
    // As many as Pictor keeps.
    http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(17, 5, TimeUnit.MINUTES))
            .build();
    image = client.client().generate(EngineCase.FAL_URL.request()).image();
    folder = Files.createTempDirectory("pictor-download");
  }

  static void print(boolean isShort, PrintStream out) throws IOException {
    out.printf("%-26s%10s%10s%8s%15s%n", "image, at a time", "MB/s", "bare", "ratio", "(spread)");
    for (int megabytes : new int[] {1, 8}) {
      try (DownloadReport report = new DownloadReport(megabytes * MEGABYTE, isShort, out)) {
        for (DownloadCase downloadCase : DownloadCase.values()) {
          for (int atATime : new int[] {1, 16}) {
            report.row(downloadCase, atATime);
          }
        }
      }
    }
  }

  private void row(DownloadCase downloadCase, int atATime) throws IOException {
    int rounds = isShort ? 5 : 15;
    long images = (isShort ? 256L : 768L) * MEGABYTE / imageBytes;
    String url = image.url().orElseThrow(() -> new IllegalStateException("no URL"));
    Fetch pictor = file -> downloadCase.fetch(image, file);
    Fetch bare = file -> downloadCase.fetch(http, url, file);
    ExecutorService threads = Executors.newFixedThreadPool(atATime);
    try {
      for (int i = 0; i < (isShort ? 2 : 5); i++) {
        megabytesPerSecond(pictor, atATime, images, threads);
        megabytesPerSecond(bare, atATime, images, threads);
      }
      double[] ofPictor = new double[rounds];
      double[] ofBare = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        if (i % 2 == 0) {
          ofPictor[i] = megabytesPerSecond(pictor, atATime, images, threads);
        }
        ofBare[i] = megabytesPerSecond(bare, atATime, images, threads);
        if (i % 2 == 1) {
          ofPictor[i] = megabytesPerSecond(pictor, atATime, images, threads);
        }
      }
      double[] ratios = Rounds.ratios(ofPictor, ofBare);
      out.printf(
          Locale.ROOT,
          "%-26s%10.0f%10.0f%8.2f%15s  %s%n",
          downloadCase + " " + imageBytes / MEGABYTE + " MB, " + atATime,
          Rounds.median(ofPictor),
          Rounds.median(ofBare),
          Rounds.median(ratios),
          Rounds.spread(ratios),
          Rounds.median(ratios) >= BOUND ? "OK" : "under " + BOUND);
    } finally {
      threads.shutdown();
    }
  }

  private interface Fetch {
    void to(Path file) throws IOException;
  }

  private double megabytesPerSecond(
      Fetch fetch, int atATime, long images, ExecutorService threads) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < atATime; i++) {
      Path file = folder.resolve(i + ".png");
      all.add(CompletableFuture.runAsync(() -> repeat(fetch, file, images / atATime), threads));
    }
    all.forEach(CompletableFuture::join);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return images / atATime * atATime * (double) imageBytes / MEGABYTE / seconds;
  }

  private static void repeat(Fetch fetch, Path file, long times) {
    try {
      for (long i = 0; i < times; i++) {
        fetch.to(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    service.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
