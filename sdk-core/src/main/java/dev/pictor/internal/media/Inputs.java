package dev.pictor.internal.media;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.internal.http.FileContent;
import dev.pictor.internal.plan.LocalImage;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The images of one request that are on this machine: read through once, and brought into the form
 * in which a provider wants them when that is known. Thread-safe.
 */
public final class Inputs {
  /** The longest file that is taken. */
  static final long MAX_BYTES = 256L << 20;

  /** Of what is inside a request; more is read while it is sent. */
  private static final long SMALL = 256L << 10;

  /** So that writing a picture anew changes nothing that an eye or a model sees. */
  private static final int QUALITY = 95;

  private final Converters converters;
  private final Object writing = new Object();
  private Map<ImageSource, Seen> seen = Collections.emptyMap(); // as of most requests
  private Map<ImageSource, Map<PlannedCall.Upload.Treatment, byte[]>> written =
      Collections.emptyMap();

  /** A file and what the plan needs to know of it. */
  private static final class Seen {
    final InputFile file;
    final Recipe sent;
    final LocalImage facts;

    Seen(InputFile file, Recipe sent, LocalImage facts) {
      this.file = file;
      this.sent = sent;
      this.facts = facts;
    }
  }

  /**
   * @param converters what turns pictures and masks
   */
  public Inputs(Converters converters) {
    this.converters = converters;
  }

  /**
   * What is known of an image; empty for one that is not here.
   *
   * @throws RequestRefusedException if it cannot be read
   */
  public Optional<LocalImage> look(ImageSource source) {
    return source.url().isPresent() ? Optional.empty() : Optional.of(see(source).facts);
  }

  private synchronized Seen see(ImageSource source) {
    Seen known = seen.get(source);
    if (known == null) {
      try {
        known = read(source);
      } catch (IOException | RuntimeException e) {
        throw unreadable(source, e);
      }
      seen = seen.isEmpty() ? new HashMap<>() : seen;
      seen.put(source, known);
    }
    return known;
  }

  private static Seen read(ImageSource source) throws IOException {
    InputFile file;
    try (InputStream in = source.open()) {
      file = InputFile.scan(in, MAX_BYTES);
    }
    if (file.originalLength() == 0) {
      throw new IOException("it is empty");
    }
    // The tag stays unless the pixels are turned, and those are written without any.
    Recipe sent = source.isAsIs() ? file.original() : file.cleanedButTurned();
    Optional<byte[]> small = Optional.empty();
    if (sent.length() <= SMALL) {
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) sent.length());
      copy(source, sent, out, 0, sent.length());
      small = Optional.of(out.toByteArray());
    }
    return new Seen(
        file,
        sent,
        new LocalImage(
            file.format(),
            file.size(),
            file.orientation(),
            sent.length(),
            file.removed(),
            file.problem(),
            small));
  }

  private static void copy(ImageSource source, Recipe recipe, OutputStream out, long from, long to)
      throws IOException {
    try (InputStream in = source.open()) {
      recipe.copy(in, out, from, to);
    }
  }

  private static RequestRefusedException unreadable(ImageSource source, Exception e) {
    boolean isMissing = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
    return new RequestRefusedException(
        "The input image "
            + source.name()
            + " cannot be read: "
            + (isMissing ? "there is no such file" : e.getMessage())
            + ". Nothing was submitted",
        ErrorDetails.builder().cause(e).build());
  }

  /** Brings what the calls need into its form now, so that a failure comes before any call. */
  public void prepare(Plan.Candidate plan) {
    for (PlannedCall call : plan.calls()) {
      call.uploads().forEach(this::content);
    }
  }

  /** Whether {@link #content} is there at once, and no picture has to be written anew first. */
  public boolean isReady(PlannedCall.Upload upload) {
    return isAsItStands(upload) || written(upload).isPresent();
  }

  private static boolean isAsItStands(PlannedCall.Upload upload) {
    return upload.treatment() == PlannedCall.Upload.Treatment.AS_IS
        || upload.treatment() == PlannedCall.Upload.Treatment.WITHOUT_METADATA;
  }

  private synchronized Optional<byte[]> written(PlannedCall.Upload upload) {
    return Optional.ofNullable(
        written.getOrDefault(upload.source(), Collections.emptyMap()).get(upload.treatment()));
  }

  /** The content of an upload. */
  public FileContent content(PlannedCall.Upload upload) {
    Seen known = see(upload.source());
    return isAsItStands(upload)
        ? new FromSource(upload.source(), known.sent)
        : new FromMemory(anew(upload, known));
  }

  /** One at a time, each of them once, and in nobody's way who only looks. */
  private byte[] anew(PlannedCall.Upload upload, Seen known) {
    synchronized (writing) {
      Optional<byte[]> ready = written(upload);
      if (ready.isPresent()) {
        return ready.get();
      }
      byte[] made;
      try {
        made = write(upload.source(), known.file, upload.treatment());
      } catch (IOException | RuntimeException e) {
        throw unreadable(upload.source(), e);
      }
      keep(upload, made);
      return made;
    }
  }

  private synchronized void keep(PlannedCall.Upload upload, byte[] made) {
    written = written.isEmpty() ? new HashMap<>() : written;
    written.computeIfAbsent(upload.source(), any -> new HashMap<>()).put(upload.treatment(), made);
  }

  private byte[] write(ImageSource source, InputFile file, PlannedCall.Upload.Treatment treatment)
      throws IOException {
    OutputFormat format = file.format().orElseThrow(() -> new IOException("it is no image"));
    ByteArrayOutputStream whole = new ByteArrayOutputStream((int) file.originalLength());
    copy(source, file.original(), whole, 0, file.originalLength());
    ImageConverter.Picture picture =
        Turning.upright(
            converters.read(whole.toByteArray(), format, file.size()),
            source.isAsIs() ? 1 : file.orientation());
    if (treatment == PlannedCall.Upload.Treatment.WHITE_IS_EDIT) {
      return converters.write(Masks.whiteIsEdit(picture), OutputFormat.PNG, QUALITY);
    }
    return treatment == PlannedCall.Upload.Treatment.TRANSPARENT_IS_EDIT
        ? converters.write(Masks.transparentIsEdit(picture), OutputFormat.PNG, QUALITY)
        : converters.write(picture, format, QUALITY);
  }

  /** A file that is read while it is sent. */
  private static final class FromSource implements FileContent {
    private final ImageSource source;
    private final Recipe recipe;

    FromSource(ImageSource source, Recipe recipe) {
      this.source = source;
      this.recipe = recipe;
    }

    @Override
    public long length() {
      return recipe.length();
    }

    @Override
    public void copy(OutputStream out, long from, long to) throws IOException {
      Inputs.copy(source, recipe, out, from, to);
    }
  }

  /** A file that was written anew. */
  private static final class FromMemory implements FileContent {
    private final byte[] bytes;

    FromMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void copy(OutputStream out, long from, long to) throws IOException {
      out.write(bytes, (int) from, (int) (to - from));
    }
  }
}
