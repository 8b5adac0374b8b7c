package dev.pictor.examples.android;

import android.app.Application;
import dev.pictor.ImageClient;
import dev.pictor.fal.Fal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What outlives every Activity: one client, and the images that are on their way. */
public final class ImagesApp extends Application {
  /** For what blocks: submitting, saving, decoding. What waits needs no thread. */
  private final ExecutorService background = Executors.newFixedThreadPool(2);

  private ImageRepository images;

  @Override
  public void onCreate() {
    super.onCreate();
    images = new ImageRepository(client(), getFilesDir().toPath().resolve("images"), background);
  }

  /**
   * Whoever has an app can take it apart, so a provider's key does not belong into it. This one
   * calls a gateway of yours, which knows its users, limits what each may spend, and puts the
   * provider's key in.
   */
  private ImageClient client() {
    return ImageClient.builder()
        .provider(Fal.builder().queueUrl("https://images.example.com").key(this::session).build())
        .build();
  }

  /** What your gateway knows the user by. Asked for at each call, so it may change. */
  private String session() {
    return "the-token-of-this-session";
  }

  /** The images, for every Activity. */
  public ImageRepository images() {
    return images;
  }

  /** For work that must not hold the main thread up. */
  public ExecutorService background() {
    return background;
  }
}
