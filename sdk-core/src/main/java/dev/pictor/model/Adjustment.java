package dev.pictor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one parameter of a request on its way to an endpoint. Immutable and thread-safe.
 */
public final class Adjustment extends ValueType {
  /** How a parameter was handled, from the weakest to the strongest intervention. */
  public enum Mode {
    /** Sent as it is, under its own name. */
    PASSTHROUGH,
    /** Sent as it is, under the endpoint's name. */
    RENAMED,
    /** Sent in the endpoint's form, or as the nearest value it has. */
    CONVERTED,
    /** Done by Pictor, because the endpoint has no such thing. */
    EMULATED,
    /** Not sent and not done: lost. */
    DROPPED
  }

  private final String parameter;
  private final Mode mode;
  private final String from;
  private final Optional<String> to;
  private final boolean isChange;
  private final boolean isDoubtful;
  private final Optional<String> note;

  Adjustment(Builder builder) {
    List<String> missing = new ArrayList<>();
    parameter = required(missing, "parameter", builder.parameter);
    mode = required(missing, "mode", builder.mode);
    from = required(missing, "from", builder.from);
    to = builder.to;
    isChange = builder.isChange.orElse(mode == Mode.DROPPED);
    isDoubtful = builder.isDoubtful;
    note = builder.note;
    check("Adjustment", missing);
  }

  /** Starts an adjustment. */
  public static Builder builder() {
    return new Builder();
  }

  /** The parameter, as {@link ImageRequest} names it. */
  public String parameter() {
    return parameter;
  }

  /** How it was handled. */
  public Mode mode() {
    return mode;
  }

  /** The value that was asked for. */
  public String from() {
    return from;
  }

  /** What is sent or done instead, such as {@code image_size={"width":1365,"height":768}}. */
  public Optional<String> to() {
    return to;
  }

  /** Whether the image will differ from what was asked for. Default: if it is dropped. */
  public boolean isChange() {
    return isChange;
  }

  /**
   * Whether the service may refuse the value, which is outside of what it documents. A provider
   * that documents it is asked before. Default: no.
   */
  public boolean isDoubtful() {
    return isDoubtful;
  }

  /** Why, where it is not plain. */
  public Optional<String> note() {
    return note;
  }

  /** One line: {@code aspectRatio 7:5 -> 4:3 (converted): the nearest of ...}. */
  @Override
  public String toString() {
    return parameter
        + " "
        + from
        + (to.isPresent() ? " -> " + to.get() : "")
        + " ("
        + mode.name().toLowerCase(Locale.ROOT)
        + ")"
        + (note.isPresent() ? ": " + note.get() : "");
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "parameter", parameter,
      "mode", mode,
      "from", from,
      "to", to,
      "isChange", isChange,
      "isDoubtful", isDoubtful,
      "note", note,
    };
  }

  /** Collects an {@link Adjustment}. Not thread-safe. */
  public static final class Builder {
    @Nullable String parameter;
    @Nullable Mode mode;
    @Nullable String from;
    Optional<String> to = Optional.empty();
    Optional<Boolean> isChange = Optional.empty();
    boolean isDoubtful;
    Optional<String> note = Optional.empty();

    Builder() {}

    /** Sets {@link Adjustment#parameter()}. */
    public Builder parameter(String parameter) {
      this.parameter = given("parameter", parameter);
      return this;
    }

    /** Sets {@link Adjustment#mode()}. */
    public Builder mode(Mode mode) {
      this.mode = given("mode", mode);
      return this;
    }

    /** Sets {@link Adjustment#from()}. */
    public Builder from(String from) {
      this.from = given("from", from);
      return this;
    }

    /** Sets {@link Adjustment#to()}. */
    public Builder to(String to) {
      this.to = some("to", to);
      return this;
    }

    /** Sets or clears {@link Adjustment#to()}. */
    public Builder to(Optional<String> to) {
      this.to = given("to", to);
      return this;
    }

    /** Sets {@link Adjustment#isChange()}. */
    public Builder isChange(boolean isChange) {
      this.isChange = Optional.of(isChange);
      return this;
    }

    /** Sets {@link Adjustment#isDoubtful()}. */
    public Builder isDoubtful(boolean isDoubtful) {
      this.isDoubtful = isDoubtful;
      return this;
    }

    /** Sets {@link Adjustment#note()}. */
    public Builder note(String note) {
      this.note = some("note", note);
      return this;
    }

    /** Sets or clears {@link Adjustment#note()}. */
    public Builder note(Optional<String> note) {
      this.note = given("note", note);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public Adjustment build() {
      return new Adjustment(this);
    }
  }
}
