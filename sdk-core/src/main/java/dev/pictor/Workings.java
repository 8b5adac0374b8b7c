package dev.pictor;

import dev.pictor.internal.http.CallbackThreads;
import dev.pictor.internal.http.Clients;
import dev.pictor.internal.http.ConversionThreads;
import dev.pictor.internal.http.Downloader;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.http.Transport;
import dev.pictor.internal.job.Engine;
import dev.pictor.internal.job.Jobs;
import dev.pictor.internal.media.Converters;
import dev.pictor.internal.media.Images;
import dev.pictor.internal.route.Health;
import dev.pictor.spi.ImageConverter;
import java.util.ArrayList;
import java.util.List;

/** What a client works with, but for OkHttp, which is made beside it. */
final class Workings implements AutoCloseable {
  final Converters converters;
  final Health health;
  final Jobs jobs;
  private final CallbackThreads callbacks = new CallbackThreads();
  private final ConversionThreads conversionThreads = new ConversionThreads();

  /**
   * @param settings that nobody changes any more
   */
  Workings(ImageClient.Builder settings, Clients clients, Time time) {
    converters =
        new Converters(
            () -> {
              List<ImageConverter> all = new ArrayList<>(settings.converters);
              all.addAll(settings.found.orElseGet(Environment::converters));
              return all;
            },
            conversionThreads);
    health = new Health(time);
    Images images =
        new Images(
            new Downloader(clients),
            time,
            ImageClient.DownloadPermission.rules(settings.permissions),
            settings.maxImageBytes);
    jobs =
        new Jobs(
            new Engine(new Transport(clients), images, converters, time, callbacks, clients.room()),
            settings.listener);
  }

  @Override
  public void close() {
    jobs.close();
    callbacks.close();
    conversionThreads.close();
  }
}
