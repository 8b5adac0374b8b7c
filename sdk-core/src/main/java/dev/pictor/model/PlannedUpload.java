package dev.pictor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image that is brought to the provider before the call that needs it is sent, or, where it
 * takes no uploads, is read into that call: until then the field of {@link PlannedCall#input()}
 * holds a text in place of its URL. Immutable.
 */
public final class PlannedUpload extends ValueType {
  /** What is done to a file before it leaves this machine. */
  public enum Treatment {
    /** Nothing. */
    AS_IS,
    /** What it tells beside the picture is left out. */
    WITHOUT_METADATA,
    /** It is turned as its EXIF orientation says, and written anew. */
    UPRIGHT,
    /** A mask that becomes {@link MaskPolarity#WHITE_IS_EDIT}. */
    WHITE_IS_EDIT,
    /** A mask that becomes {@link MaskPolarity#TRANSPARENT_IS_EDIT}. */
    TRANSPARENT_IS_EDIT
  }

  private final String field;
  private final Optional<Integer> position;
  private final ImageSource source;
  private final Treatment treatment;
  private final String fileName;
  private final String mediaType;
  private final Optional<Long> byteCount;

  PlannedUpload(Builder builder) {
    List<String> missing = new ArrayList<>();
    field = required(missing, "field", builder.field);
    position = builder.position;
    source = required(missing, "source", builder.source);
    treatment = required(missing, "treatment", builder.treatment);
    fileName = required(missing, "fileName", builder.fileName);
    mediaType = required(missing, "mediaType", builder.mediaType);
    byteCount = builder.byteCount;
    check("PlannedUpload", missing);
  }

  /** Starts an upload. */
  public static Builder builder() {
    return new Builder();
  }

  /** The field of the input that gets the URL. */
  public String field() {
    return field;
  }

  /** Which element of the field, where that is a list. */
  public Optional<Integer> position() {
    return position;
  }

  /** The image. */
  public ImageSource source() {
    return source;
  }

  /** What is done to it first. */
  public Treatment treatment() {
    return treatment;
  }

  /** What the file is called at the provider; nothing of the path on this machine. */
  public String fileName() {
    return fileName;
  }

  /** The media type by its own bytes: {@code image/jpeg}. */
  public String mediaType() {
    return mediaType;
  }

  /** How long it is; empty where that is known only when it has been written anew. */
  public Optional<Long> byteCount() {
    return byteCount;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "field", field,
      "position", position,
      "source", source,
      "treatment", treatment,
      "fileName", fileName,
      "mediaType", mediaType,
      "byteCount", byteCount,
    };
  }

  /** Collects a {@link PlannedUpload}. Not thread-safe. */
  public static final class Builder {
    @Nullable String field;
    Optional<Integer> position = Optional.empty();
    @Nullable ImageSource source;
    @Nullable Treatment treatment;
    @Nullable String fileName;
    @Nullable String mediaType;
    Optional<Long> byteCount = Optional.empty();

    Builder() {}

    /** Sets {@link PlannedUpload#field()}. */
    public Builder field(String field) {
      this.field = given("field", field);
      return this;
    }

    /** Sets {@link PlannedUpload#position()}. */
    public Builder position(int position) {
      this.position = Optional.of(position);
      return this;
    }

    /** Sets or clears {@link PlannedUpload#position()}. */
    public Builder position(Optional<? extends Integer> position) {
      this.position = any("position", position);
      return this;
    }

    /** Sets {@link PlannedUpload#source()}. */
    public Builder source(ImageSource source) {
      this.source = given("source", source);
      return this;
    }

    /** Sets {@link PlannedUpload#treatment()}. */
    public Builder treatment(Treatment treatment) {
      this.treatment = given("treatment", treatment);
      return this;
    }

    /** Sets {@link PlannedUpload#fileName()}. */
    public Builder fileName(String fileName) {
      this.fileName = given("fileName", fileName);
      return this;
    }

    /** Sets {@link PlannedUpload#mediaType()}. */
    public Builder mediaType(String mediaType) {
      this.mediaType = given("mediaType", mediaType);
      return this;
    }

    /** Sets {@link PlannedUpload#byteCount()}. */
    public Builder byteCount(long byteCount) {
      this.byteCount = Optional.of(byteCount);
      return this;
    }

    /** Sets or clears {@link PlannedUpload#byteCount()}. */
    public Builder byteCount(Optional<? extends Long> byteCount) {
      this.byteCount = any("byteCount", byteCount);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public PlannedUpload build() {
      return new PlannedUpload(this);
    }
  }
}
