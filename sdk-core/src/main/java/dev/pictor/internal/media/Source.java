package dev.pictor.internal.media;

import dev.pictor.internal.http.DownloadRules;
import dev.pictor.internal.http.Downloader;
import dev.pictor.internal.http.Time;
import dev.pictor.spi.Origin;

/** By what means and within what bounds images are fetched. Immutable. */
final class Source {
  final Downloader downloader;
  final Time time;
  final DownloadRules rules;
  final long maxBytes;

  Source(Downloader downloader, Time time, DownloadRules rules, long maxBytes) {
    this.downloader = downloader;
    this.time = time;
    this.rules = rules;
    this.maxBytes = maxBytes;
  }

  Source near(Origin home) {
    return new Source(downloader, time, rules.near(home), maxBytes);
  }
}
