package dev.pictor.internal.media;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.internal.http.FileContent;
import dev.pictor.internal.plan.LocalImage;
import dev.pictor.model.ImageFacts;
import dev.pictor.model.ImageSource;
import dev.pictor.model.PlanCandidate;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.PlannedUpload;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The images of one request that are on this machine: looked at once, and brought into the form in
 * which each provider wants them when that is known.
 */
public final class Inputs {
  /** What may be inside a request is little; more is read while it is sent. */
  private static final int SMALL = 256 * 1024;

  private final Map<ImageSource, Optional<LocalImage>> seen = new HashMap<>();

  public Inputs(Converters converters) {}

  /** What is known of an image; empty for one that is not here. */
  public synchronized Optional<LocalImage> look(ImageSource source) {
    if (source.url().isPresent()) {
      return Optional.empty();
    }
    Optional<LocalImage> known = seen.get(source);
    if (known == null) {
      known = Optional.of(read(source));
      seen.put(source, known);
    }
    return known;
  }

  private static LocalImage read(ImageSource source) {
    long length = 0;
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try (InputStream in = source.open()) {
      byte[] buffer = new byte[16 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        length += count;
        if (head.size() <= SMALL) {
          head.write(buffer, 0, count);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(source, e);
    }
    if (length == 0) {
      throw unreadable(source, new IOException("it is empty"));
    }
    byte[] start = head.toByteArray();
    ImageFacts facts = ImageFacts.of(start);
    return new LocalImage(
        facts.format(),
        facts.size(),
        1,
        length,
        Collections.emptyList(),
        Optional.empty(),
        length <= SMALL ? Optional.of(start) : Optional.empty());
  }

  private static RequestRefusedException unreadable(ImageSource source, Exception e) {
    boolean isMissing = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
    return new RequestRefusedException(
        "The input image "
            + source.name()
            + " cannot be read: "
            + (isMissing ? "there is no such file" : e.getMessage())
            + ". Nothing was sent",
        ErrorDetails.builder().cause(e).build());
  }

  /** Brings what the calls need into its form now, so that a failure comes before any call. */
  public void prepare(PlanCandidate plan) {
    for (PlannedCall call : plan.calls()) {
      call.uploads().forEach(this::content);
    }
  }

  /** The content of an upload. */
  public FileContent content(PlannedUpload upload) {
    ImageSource source = upload.source();
    long length = upload.byteCount().orElse(0L);
    return new FileContent() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public void copy(java.io.OutputStream out, long from, long to) throws IOException {
        try (InputStream in = source.open()) {
          byte[] buffer = new byte[16 * 1024];
          long at = 0;
          for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            long begin = Math.max(at, from);
            long end = Math.min(at + count, to);
            if (begin < end) {
              out.write(buffer, (int) (begin - at), (int) (end - begin));
            }
            at += count;
          }
          if (at != length) {
            throw new IOException("it had " + length + " bytes before, and has " + at + " now");
          }
        }
      }
    };
  }
}
