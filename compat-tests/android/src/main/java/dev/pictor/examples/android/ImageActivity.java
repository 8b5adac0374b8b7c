package dev.pictor.examples.android;

import android.app.Activity;
import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.widget.Button;
import android.widget.EditText;
import android.widget.ImageView;
import android.widget.LinearLayout;
import android.widget.TextView;
import dev.pictor.error.ModerationException;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobUpdate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A prompt, a button, the progress and the image.
 *
 * <p>It holds no job, only the ticket of one. A rotation destroys it, and the next Activity finds
 * the ticket in the saved state and goes on watching; so does one in a new process. Only when the
 * user leaves for good is the job cancelled.
 */
public final class ImageActivity extends Activity {
  private static final String TICKET = "ticket";
  private static final String PROMPT = "prompt";
  private static final String FAILED = "failed";
  private static final int LONGEST_SIDE = 2048;

  private final Handler main = new Handler(Looper.getMainLooper());

  /** A field, because it is let go by the same object. */
  private final Consumer<ImageTask> watcher = this::show;

  private ImagesApp app;
  private EditText prompt;
  private Button make;
  private TextView progress;
  private ImageView picture;

  private String ticket = "";
  private String prompted = "";
  private boolean isFailed;
  private @Nullable ImageTask task;

  @Override
  protected void onCreate(@Nullable Bundle saved) {
    super.onCreate(saved);
    app = (ImagesApp) getApplication();
    layOut();
    if (saved != null) {
      ticket = saved.getString(TICKET, "");
      prompted = saved.getString(PROMPT, "");
      isFailed = saved.getBoolean(FAILED);
      prompt.setText(prompted);
      if (!ticket.isEmpty() && !isFailed) {
        watch();
      }
    }
  }

  /** In code, so that it can be read in one place; yours is a layout. */
  private void layOut() {
    LinearLayout column = new LinearLayout(this);
    column.setOrientation(LinearLayout.VERTICAL);
    prompt = new EditText(this);
    prompt.setId(android.R.id.edit); // so that Android keeps what is typed through a rotation
    prompt.setHint("a lighthouse made of paper");
    make = new Button(this);
    make.setText("Make it");
    make.setOnClickListener(view -> make());
    progress = new TextView(this);
    picture = new ImageView(this);
    column.addView(prompt);
    column.addView(make);
    column.addView(progress);
    column.addView(picture);
    setContentView(column);
  }

  /** After a failure, the ticket stays: what was paid for all the same is picked up by it. */
  private void make() {
    String text = prompt.getText().toString().trim();
    if (text.isEmpty()) {
      return;
    }
    if (!isFailed || !text.equals(prompted)) {
      ticket = UUID.randomUUID().toString();
      prompted = text;
    }
    watch();
  }

  private void watch() {
    if (task != null) {
      task.unwatch(watcher);
    }
    make.setEnabled(false);
    isFailed = false;
    task = app.images().image(ticket, request(prompted));
    task.watch(watcher, main::post);
  }

  private static ImageRequest request(String prompt) {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt(prompt)
        .aspectRatio(AspectRatio.of(3, 4))
        .build();
  }

  /** In the main thread, as all that touches views. */
  private void show(ImageTask watched) {
    if (watched.image().isPresent()) {
      make.setEnabled(true);
      show(watched.image().get());
    } else if (watched.failure().isPresent()) {
      make.setEnabled(true);
      isFailed = true;
      progress.setText(text(watched.failure().get()));
    } else {
      progress.setText(watched.latest().map(ImageActivity::text).orElse("on its way"));
    }
  }

  private static String text(JobUpdate update) {
    String state = update.state().name().toLowerCase(Locale.ROOT);
    return update.queuePosition().map(place -> state + ", number " + place).orElse(state);
  }

  private static String text(Throwable failure) {
    return failure instanceof ModerationException
        ? "Not this one. Try another prompt."
        : "It did not work out: " + failure.getMessage();
  }

  private void show(Path file) {
    app.background()
        .execute(
            () -> {
              Bitmap bitmap = decode(file);
              main.post(() -> show(bitmap));
            });
  }

  private void show(@Nullable Bitmap bitmap) {
    progress.setText(bitmap == null ? "The file is no image." : "");
    picture.setImageBitmap(bitmap);
  }

  /** No larger than a screen: a bitmap takes four bytes for each pixel. */
  private static @Nullable Bitmap decode(Path file) {
    BitmapFactory.Options options = new BitmapFactory.Options();
    options.inJustDecodeBounds = true;
    BitmapFactory.decodeFile(file.toString(), options);
    options.inJustDecodeBounds = false;
    options.inSampleSize = Math.max(options.outWidth, options.outHeight) / LONGEST_SIDE + 1;
    return BitmapFactory.decodeFile(file.toString(), options);
  }

  @Override
  protected void onSaveInstanceState(Bundle state) {
    super.onSaveInstanceState(state);
    state.putString(TICKET, ticket);
    state.putString(PROMPT, prompted);
    state.putBoolean(FAILED, isFailed);
  }

  @Override
  protected void onDestroy() {
    super.onDestroy();
    if (task != null) {
      task.unwatch(watcher); // this Activity goes, and must not be held by what goes on
      if (isFinishing()) {
        task.cancel(); // the user has left: an image that nobody will see need not be paid for
      }
    }
  }
}
