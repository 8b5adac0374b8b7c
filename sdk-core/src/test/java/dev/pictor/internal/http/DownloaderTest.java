package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.internal.http.Downloader.Target;
import dev.pictor.internal.http.Downloader.Transfer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DownloaderTest {
  /** Else whoever waits for it would do so for ever. */
  @Test
  void aFileForWhichThereIsNoThreadDoesNotCome() {
    DownloadRules rules = DownloadRules.STRICT;
    try (Clients clients = new Clients(Optional.empty(), new Connections(Connections.DEFAULT, 1))) {
      CallQueue queue = Clients.queue(clients.downloads(rules));
      ThreadFactory threads = queue.getThreadFactory();
      queue.setThreadFactory(
          task -> {
            throw new Error("unable to create native thread"); // OutOfMemoryError ends a test run
          });

      Transfer transfer =
          new Downloader(clients)
              .get(Target.of("https://files.example/a.png"), rules, (head, body) -> {});

      queue.setThreadFactory(threads);
      assertThatThrownBy(() -> transfer.done().get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessageContaining("unable to create native thread");
    }
  }
}
