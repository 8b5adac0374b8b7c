package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes what a model made, and puts its images where their URLs point to. */
final class FalOutput {
  private final StoredFiles files;
  private final String filesUrl;
  private final Set<FalQuirk> quirks;

  FalOutput(StoredFiles files, String filesUrl, Set<FalQuirk> quirks) {
    this.files = files;
    this.filesUrl = filesUrl;
    this.quirks = quirks;
  }

  Reply of(FalJob job) {
    return Reply.json(200, json(job))
        .header("x-fal-billable-units", String.valueOf(billableUnits(job)));
  }

  JsonValue json(FalJob job) {
    List<JsonValue> images = new ArrayList<>();
    List<JsonValue> flags = new ArrayList<>();
    for (int i = 0; i < job.imageCount(); i++) {
      images.add(image(job, i));
      flags.add(JsonValue.of(job.isFlagged(i)));
    }
    JsonValue.ObjectBuilder output =
        JsonValue.objectBuilder().put("images", JsonValue.array(images));
    if (job.model().filter(FalModel::isBrief).isPresent()) {
      return output.put("seed", JsonValue.of(job.seed())).build();
    }
    output.put("timings", JsonValue.objectBuilder().put("inference", inference(job)).build());
    output.put("seed", JsonValue.of(job.seed()));
    if (!quirks.contains(FalQuirk.NO_NSFW_FLAGS)) {
      output.put("has_nsfw_concepts", JsonValue.array(flags));
    }
    return output.put("prompt", prompt(job)).build();
  }

  /** How long it ran, in seconds. */
  static JsonValue inference(FalJob job) {
    Optional<Duration> run =
        job.progress()
            .startedAt()
            .flatMap(start -> job.progress().endedAt().map(end -> Duration.between(start, end)));
    return run.map(time -> JsonValue.of(BigDecimal.valueOf(time.toNanos(), 9)))
        .orElseGet(JsonValue::ofNull);
  }

  private JsonValue image(FalJob job, int index) {
    TestPicture picture = picture(job, index);
    JsonValue contentType = JsonValue.of(picture.format().mediaType());
    JsonValue width = JsonValue.of(picture.width());
    JsonValue height = JsonValue.of(picture.height());
    if (quirks.contains(FalQuirk.NULL_IMAGE_FIELDS)) {
      contentType = JsonValue.ofNull();
      width = JsonValue.ofNull();
      height = JsonValue.ofNull();
    }
    JsonValue.ObjectBuilder image = JsonValue.objectBuilder();
    image.put("url", url(job, index, picture));
    if (job.model().filter(FalModel::hasFileFields).isPresent()) {
      return image
          .put("content_type", contentType)
          .put("file_name", JsonValue.ofNull())
          .put("file_size", JsonValue.ofNull())
          .put("width", width)
          .put("height", height)
          .build();
    }
    return image.put("width", width).put("height", height).put("content_type", contentType).build();
  }

  private TestPicture picture(FalJob job, int index) {
    ImageSize size = job.size();
    TestPicture.Builder picture =
        TestPicture.builder()
            .prompt(job.input().string("prompt").orElse(""))
            .seed(job.seed().add(BigInteger.valueOf(index)).longValue())
            .provider("fal")
            .size(quirks.contains(FalQuirk.SIZES_ROUNDED) ? FalSizes.rounded(size) : size)
            .format(job.format());
    return job.isFlagged(index) ? picture.blackedOut().build() : picture.build();
  }

  private String url(FalJob job, int index, TestPicture picture) {
    boolean inline =
        job.input().member("sync_mode").flatMap(JsonValue::asBoolean).orElse(false)
            || quirks.contains(FalQuirk.DATA_URI_RESULTS);
    if (inline) {
      return "data:"
          + picture.format().mediaType()
          + ";base64,"
          + Base64.getEncoder().encodeToString(picture.encode());
    }
    String path =
        String.format(Locale.ROOT, "%s_%d.%s", job.folder(), index, picture.format().value());
    files.put(path, picture);
    return filesUrl + path;
  }

  private static JsonValue prompt(FalJob job) {
    return job.input().member("prompt").orElseGet(() -> JsonValue.of(""));
  }

  private long billableUnits(FalJob job) {
    ImageSize size = job.size();
    long megapixels = (long) Math.ceil((double) size.width() * size.height() / 1_000_000);
    boolean byImage = job.model().filter(FalModel::isBilledByImage).isPresent();
    return job.imageCount() * (byImage ? 1 : megapixels);
  }
}
