package dev.pictor.testing;

import dev.pictor.model.OutputFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A model that the Replicate emulator runs: which doors lead to it, and whether its output is one
 * image or a list. Immutable. The FLUX models are there from the start; others can be added:
 *
 * <pre>{@code
 * replicate.offer(ReplicateModel.community("acme/watercolour").withListOutput());
 * replicate.offer(ReplicateModel.official("acme/house-model"));
 * }</pre>
 */
public final class ReplicateModel {
  private static final Pattern NAME = Pattern.compile("[^/\\s]+/[^/\\s:]+");
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");

  private final String name;
  private final String version;
  private final boolean official;
  private final boolean list;
  private final InputSchema inputs;
  private final SizeRule sizes;
  private final OutputFormat format;

  private ReplicateModel(
      String name,
      String version,
      boolean official,
      boolean list,
      InputSchema inputs,
      SizeRule sizes,
      OutputFormat format) {
    this.name = name;
    this.version = version;
    this.official = official;
    this.list = list;
    this.inputs = inputs;
    this.sizes = sizes;
    this.format = format;
  }

  /**
   * Returns a model with a door of its own, {@code POST /models/{owner}/{name}/predictions}, that
   * takes any input and returns one image.
   *
   * @param name {@code owner/name}
   */
  public static ReplicateModel official(String name) {
    return any(name, true);
  }

  /**
   * Returns a model that runs by version only, takes any input and returns a list of images. Its
   * version is made from its name.
   *
   * @param name {@code owner/name}
   */
  public static ReplicateModel community(String name) {
    return any(name, false).withListOutput();
  }

  private static ReplicateModel any(String name, boolean official) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a model is owner/name, not " + name);
    }
    return new ReplicateModel(
        name,
        Digests.hex("SHA-256", name),
        official,
        false,
        InputSchema.OPEN,
        PictureSizes.exact(),
        OutputFormat.PNG);
  }

  /**
   * Sets the id of the version.
   *
   * @param version 64 hexadecimal digits in lower case
   * @throws IllegalArgumentException if it is none
   */
  public ReplicateModel version(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("a version has 64 hexadecimal digits, not " + version);
    }
    return new ReplicateModel(name, version, official, list, inputs, sizes, format);
  }

  /** Lets the output be a list of images, as many as {@code num_outputs} says. */
  public ReplicateModel withListOutput() {
    return new ReplicateModel(name, version, official, true, inputs, sizes, format);
  }

  /** Lets the output be one string. */
  public ReplicateModel withSingleOutput() {
    return new ReplicateModel(name, version, official, false, inputs, sizes, format);
  }

  ReplicateModel inputs(InputSchema changed) {
    return new ReplicateModel(name, version, official, list, changed, sizes, format);
  }

  ReplicateModel sizes(SizeRule changed) {
    return new ReplicateModel(name, version, official, list, inputs, changed, format);
  }

  ReplicateModel format(OutputFormat changed) {
    return new ReplicateModel(name, version, official, list, inputs, sizes, changed);
  }

  /** The name: {@code owner/name}. */
  public String name() {
    return name;
  }

  /** The id of its version, for the door that wants one. */
  public String version() {
    return version;
  }

  boolean isOfficial() {
    return official;
  }

  boolean returnsList() {
    return list;
  }

  InputSchema inputs() {
    return inputs;
  }

  SizeRule sizes() {
    return sizes;
  }

  /** What it makes when the input names no format. */
  OutputFormat format() {
    return format;
  }

  /** What a prediction of it says about its version, unless told otherwise. */
  String shownVersion() {
    if (!official) {
      return version;
    }
    return list ? dpVersion() : "hidden";
  }

  String dpVersion() {
    return String.format(Locale.ROOT, "dp-%s", version.substring(0, 32));
  }

  @Override
  public String toString() {
    return name;
  }
}
