package dev.pictor.internal.http;

import dev.pictor.spi.UploadStep.FilePart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body that is read from a file while it is written. Once: the engine decides about retries. */
final class FileBody extends RequestBody {
  private final @Nullable MediaType contentType;
  private final FilePart part;
  private final FileContent content;
  private final SendGate gate;
  private volatile Optional<IOException> ofTheFile = Optional.empty();

  FileBody(@Nullable MediaType contentType, FilePart part, FileContent content, SendGate gate) {
    this.contentType = contentType;
    this.part = part;
    this.content = content;
    this.gate = gate;
  }

  /** Why the file could not be read; empty if that is not what went wrong. */
  Optional<IOException> failure() {
    return ofTheFile;
  }

  @Override
  public @Nullable MediaType contentType() {
    return contentType;
  }

  @Override
  public long contentLength() {
    return part.before().length() + part.length() + part.after().length();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    gate.pass();
    sink.write(part.before().bytes());
    Outlet outlet = new Outlet(sink.outputStream(), part.length());
    try {
      content.copy(outlet, part.from(), part.from() + part.length());
      if (outlet.left != 0) {
        throw new IOException("it is shorter than it was: " + outlet.left + " bytes are missing");
      }
    } catch (IOException | RuntimeException e) {
      if (!outlet.hasFailed) {
        ofTheFile = Optional.of(e instanceof IOException ? (IOException) e : new IOException(e));
      }
      throw e;
    }
    sink.write(part.after().bytes());
  }

  /** Where the bytes of the file go; knows whether it is to blame for a failure. */
  private static final class Outlet extends OutputStream {
    private final OutputStream out;
    private long left;
    private boolean hasFailed;

    Outlet(OutputStream out, long left) {
      this.out = out;
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (count > left) {
        throw new IOException("it is longer than it was");
      }
      try {
        out.write(bytes, from, count);
      } catch (IOException | RuntimeException e) {
        hasFailed = true;
        throw e;
      }
      left -= count;
    }
  }
}
