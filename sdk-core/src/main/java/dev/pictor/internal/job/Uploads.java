package dev.pictor.internal.job;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.internal.http.Clients;
import dev.pictor.internal.http.FileContent;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.media.Inputs;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import dev.pictor.spi.UploadStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * The images of one request on their way to the providers: each of them once to each provider,
 * however many calls need it.
 */
final class Uploads {
  private final Engine engine;
  private final Inputs inputs;
  private final Retries retries;
  private Map<List<Object>, Uploading> begun = Collections.emptyMap(); // as nearly always
  private boolean isStopped;

  /**
   * @param inputs what is uploaded
   */
  Uploads(Engine engine, Inputs inputs, Retries retries) {
    this.engine = engine;
    this.inputs = inputs;
    this.retries = retries;
  }

  /** Brings what a call needs to its provider; the call with the URLs, or a failure. */
  CompletableFuture<PlannedCall> bring(Provider provider, PlannedCall call, Report report) {
    CompletableFuture<PlannedCall> ready = new CompletableFuture<>();
    List<Uploading> parts = new ArrayList<>();
    try {
      for (PlannedCall.Upload upload : call.uploads()) {
        parts.add(begin(provider, upload, report));
      }
    } catch (RuntimeException | Error e) {
      ready.completeExceptionally(e);
      return ready;
    }
    Futures.whenDone(
        Futures.all(parts, Uploading::url),
        (nothing, failure) -> {
          if (failure != null) {
            ready.completeExceptionally(failure);
          } else {
            ready.complete(resolved(call, parts));
          }
        });
    return ready;
  }

  private Uploading begin(Provider provider, PlannedCall.Upload upload, Report report) {
    List<Object> key = new ArrayList<>();
    Collections.addAll(key, provider.name(), upload.source(), upload.treatment());
    Uploading fresh;
    synchronized (this) {
      Uploading known = begun.get(key);
      if (known != null) {
        return known;
      }
      fresh = new Uploading(engine, provider, retries.upload(), report);
      begun = begun.isEmpty() ? new HashMap<>() : begun;
      begun.put(key, fresh);
      if (isStopped) {
        return fresh; // for nobody
      }
    }
    Runnable begin = () -> begin(provider, upload, report, key, fresh);
    try {
      if (isInside(provider) || !inputs.isReady(upload)) {
        // This may be the timer's thread, or that of a call, and it is the whole file.
        engine.converters().run(begin);
      } else {
        begin.run();
      }
    } catch (RejectedExecutionException closed) {
      failed(key, fresh, new ConfigurationException(Clients.CLOSED, ErrorDetails.none()));
    } catch (RuntimeException | Error e) {
      failed(key, fresh, e);
    }
    return fresh;
  }

  private static boolean isInside(Provider provider) {
    return provider.inputs().maxUploadBytes() == 0;
  }

  private void begin(
      Provider provider,
      PlannedCall.Upload upload,
      Report report,
      List<Object> key,
      Uploading fresh) {
    long since = engine.time().nanos();
    try {
      FileContent content = inputs.content(upload);
      if (isInside(provider)) {
        fresh.url().complete(inside(provider, upload, content));
        return;
      }
      UploadStep.File file =
          UploadStep.File.of(upload.fileName(), upload.mediaType(), content.length());
      check(provider, upload, content.length());
      Futures.whenDone(
          fresh.url(),
          (url, failure) -> {
            if (url == null) {
              forget(key, fresh); // whoever comes later tries again
            } else {
              report.uploaded(content.length(), Duration.ofNanos(engine.time().nanos() - since));
            }
          });
      fresh.start(file, content);
    } catch (RuntimeException | Error e) {
      failed(key, fresh, e);
    }
  }

  private void failed(List<Object> key, Uploading fresh, Throwable why) {
    forget(key, fresh);
    fresh.url().completeExceptionally(why);
  }

  private synchronized void forget(List<Object> key, Uploading failed) {
    begun.remove(key, failed);
  }

  /** For a provider that takes no uploads: all of the file, as a URL. */
  private static String inside(Provider provider, PlannedCall.Upload upload, FileContent content) {
    String head = "data:" + upload.mediaType() + ";base64,";
    long most = provider.inputs().maxInlineLength();
    if (head.length() + (content.length() + 2) / 3 * 4 > most) {
      throw new RequestRefusedException(
          upload.source().name()
              + " has "
              + content.length()
              + " bytes as it would be sent; "
              + provider.name()
              + " takes no uploads, and at most "
              + most
              + " characters inside a request",
          ErrorDetails.builder().provider(provider.name()).build());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) content.length());
    try {
      content.copy(bytes, 0, content.length());
    } catch (IOException e) {
      throw new RequestRefusedException(
          upload.source().name() + " could not be read again: " + e.getMessage(),
          ErrorDetails.builder().provider(provider.name()).cause(e).build());
    }
    return head + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** What has been written anew has its length only now. */
  private static void check(Provider provider, PlannedCall.Upload upload, long length) {
    long most = provider.inputs().maxUploadBytes();
    if (length > most) {
      throw new RequestRefusedException(
          upload.source().name()
              + " has "
              + length
              + " bytes as it would be sent; "
              + provider.name()
              + " takes at most "
              + most,
          ErrorDetails.builder().provider(provider.name()).build());
    }
  }

  private static PlannedCall resolved(PlannedCall call, List<Uploading> parts) {
    Map<String, JsonValue> input = new LinkedHashMap<>(call.input().members());
    for (int i = 0; i < parts.size(); i++) {
      PlannedCall.Upload upload = call.uploads().get(i);
      JsonValue url = JsonValue.of(parts.get(i).url().join());
      if (upload.position().isPresent()) {
        List<JsonValue> elements =
            new ArrayList<>(
                input.getOrDefault(upload.field(), JsonValue.array(new ArrayList<>())).elements());
        elements.set(upload.position().get(), url);
        input.put(upload.field(), JsonValue.array(elements));
      } else {
        input.put(upload.field(), url);
      }
    }
    return call.toBuilder().input(JsonValue.object(input)).uploads(Collections.emptyList()).build();
  }

  /** Ends what is under way: nobody needs it any more. */
  void stop() {
    List<Uploading> all;
    synchronized (this) {
      isStopped = true;
      all = new ArrayList<>(begun.values());
    }
    for (Uploading one : all) {
      one.stop();
    }
  }
}
