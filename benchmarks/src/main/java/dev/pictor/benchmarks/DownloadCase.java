package dev.pictor.benchmarks;

import dev.pictor.model.GeneratedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Where an image is fetched to, by Pictor and by a loop without any care. */
enum DownloadCase {
  /** Into a file. */
  SAVE_TO {
    @Override
    void fetch(GeneratedImage image, Path file) {
      image.saveTo(file);
    }

    @Override
    void take(ResponseBody body, Path file) throws IOException {
      try (OutputStream out = Files.newOutputStream(file)) {
        copy(body, out);
      }
    }
  },

  /** Into a stream that forgets it. */
  WRITE_TO {
    @Override
    void fetch(GeneratedImage image, Path file) {
      image.writeTo(new Nowhere());
    }

    @Override
    void take(ResponseBody body, Path file) throws IOException {
      copy(body, new Nowhere());
    }
  },

  /** Into memory. */
  BYTES {
    @Override
    void fetch(GeneratedImage image, Path file) {
      image.bytes();
    }

    @Override
    void take(ResponseBody body, Path file) throws IOException {
      body.bytes();
    }
  };

  private static final int BUFFER = 16 * 1024;

  /**
   * By Pictor.
   *
   * @param file where a file goes
   */
  abstract void fetch(GeneratedImage image, Path file);

  /** What the loop does with a body. */
  abstract void take(ResponseBody body, Path file) throws IOException;

  /** By a loop. */
  void fetch(OkHttpClient http, String url, Path file) throws IOException {
    Call call =
        http.newCall(new Request.Builder().url(url).header("Accept-Encoding", "identity").build());
    try (Response response = call.execute()) {
      ResponseBody body = response.body();
      if (!response.isSuccessful() || body == null) {
        throw new IOException("status " + response.code());
      }
      take(body, file);
    }
  }

  private static void copy(ResponseBody body, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    InputStream in = body.byteStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }

  private static final class Nowhere extends OutputStream {
    @Override
    public void write(int octet) {}

    @Override
    public void write(byte[] bytes, int from, int length) {}
  }
}
