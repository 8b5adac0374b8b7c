package dev.pictor.testing;

/**
 * How the Replicate emulator writes its replies. The service has written them in many ways over the
 * years, and still does; a client must read all of them. Immutable.
 *
 * <pre>{@code
 * replicate.style(ReplicateStyle.standard().fractionDigits(9).withoutWebUrl());
 * replicate.style(ReplicateStyle.of2023());
 * }</pre>
 */
public final class ReplicateStyle {
  /** The order of a prediction's members. */
  public enum KeyOrder {
    /** As creations answer: the id comes first. */
    CREATE,
    /** By name, as webhooks have it. */
    ALPHABETICAL
  }

  /** What a prediction says about its version. */
  public enum Version {
    /** As the service does for that model. */
    AS_MODEL,
    /** {@code hidden}. */
    HIDDEN,
    /** {@code dp-} and 32 hexadecimal digits. */
    DP,
    /** 64 hexadecimal digits. */
    HEX
  }

  /** The form of an output that is there. */
  public enum Output {
    /** As the model does. */
    AS_MODEL,
    /** One string, the first image. */
    STRING,
    /** A list of strings. */
    LIST,
    /** Data URIs in place of addresses, a string or a list as the model does. */
    DATA_URIS
  }

  /** What stands for an output that is not there yet. */
  public enum NoOutput {
    /** The literal {@code null}. */
    NULL,
    /** Not even a key. */
    ABSENT
  }

  private static final int AS_CAPTURED = -1;

  private final Values values;

  private ReplicateStyle(Values values) {
    this.values = values;
  }

  /** Returns the style of today. */
  public static ReplicateStyle standard() {
    return new ReplicateStyle(new Values());
  }

  /** Returns the style of 2023: fewer members, and no {@code output} before there is one. */
  public static ReplicateStyle of2023() {
    Values old = new Values();
    old.noOutput = NoOutput.ABSENT;
    old.dataRemoved = false;
    old.web = false;
    old.stream = false;
    old.version = Version.HEX;
    return new ReplicateStyle(old);
  }

  /** Sets the status of the reply to a creation: 200, 201 or 202. */
  public ReplicateStyle createStatus(int status) {
    Values changed = values.copy();
    changed.createStatus = status;
    return new ReplicateStyle(changed);
  }

  /**
   * Gives every time this many digits behind the second.
   *
   * @param digits from 0 to 9
   * @throws IllegalArgumentException if it is out of range
   */
  public ReplicateStyle fractionDigits(int digits) {
    if (digits < 0 || digits > 9) {
      throw new IllegalArgumentException("a time has 0 to 9 digits behind the second: " + digits);
    }
    Values changed = values.copy();
    changed.digits = digits;
    return new ReplicateStyle(changed);
  }

  /** Sets the order of the members. */
  public ReplicateStyle keyOrder(KeyOrder order) {
    Values changed = values.copy();
    changed.keyOrder = order;
    return new ReplicateStyle(changed);
  }

  /** Sets what a prediction says about its version. */
  public ReplicateStyle version(Version version) {
    Values changed = values.copy();
    changed.version = version;
    return new ReplicateStyle(changed);
  }

  /** Sets the form of an output that is there. */
  public ReplicateStyle output(Output output) {
    Values changed = values.copy();
    changed.output = output;
    return new ReplicateStyle(changed);
  }

  /** Sets what stands for an output that is not there yet. */
  public ReplicateStyle noOutput(NoOutput noOutput) {
    Values changed = values.copy();
    changed.noOutput = noOutput;
    return new ReplicateStyle(changed);
  }

  /** Leaves {@code urls.web} out. */
  public ReplicateStyle withoutWebUrl() {
    Values changed = values.copy();
    changed.web = false;
    return new ReplicateStyle(changed);
  }

  /** Leaves {@code urls.stream} out. */
  public ReplicateStyle withoutStreamUrl() {
    Values changed = values.copy();
    changed.stream = false;
    return new ReplicateStyle(changed);
  }

  /** Writes {@code null} for the log; the seed that was used is then nowhere to be found. */
  public ReplicateStyle withNullLogs() {
    Values changed = values.copy();
    changed.nullLogs = true;
    return new ReplicateStyle(changed);
  }

  /** Writes {@code null} for the metrics. */
  public ReplicateStyle withNullMetrics() {
    Values changed = values.copy();
    changed.nullMetrics = true;
    return new ReplicateStyle(changed);
  }

  int createStatus() {
    return values.createStatus;
  }

  /** How many digits a time has, where captured traffic shows {@code captured}. */
  int digits(int captured) {
    return values.digits == AS_CAPTURED ? captured : values.digits;
  }

  KeyOrder keyOrder() {
    return values.keyOrder;
  }

  String version(ReplicateModel model) {
    switch (values.version) {
      case HIDDEN:
        return "hidden";
      case DP:
        return model.dpVersion();
      case HEX:
        return model.version();
      default:
        return model.shownVersion();
    }
  }

  boolean inlinesOutput() {
    return values.output == Output.DATA_URIS;
  }

  boolean listsOutput(ReplicateModel model) {
    return values.output == Output.LIST || (values.output != Output.STRING && model.returnsList());
  }

  boolean showsNoOutput() {
    return values.noOutput == NoOutput.NULL;
  }

  boolean showsDataRemoved() {
    return values.dataRemoved;
  }

  boolean showsWeb() {
    return values.web;
  }

  boolean showsStream() {
    return values.stream;
  }

  boolean hidesLogs() {
    return values.nullLogs;
  }

  boolean hidesMetrics() {
    return values.nullMetrics;
  }

  /** Changed before it is shared, never after. */
  private static final class Values {
    private int createStatus = 201;
    private int digits = AS_CAPTURED;
    private KeyOrder keyOrder = KeyOrder.CREATE;
    private Version version = Version.AS_MODEL;
    private Output output = Output.AS_MODEL;
    private NoOutput noOutput = NoOutput.NULL;
    private boolean dataRemoved = true;
    private boolean web = true;
    private boolean stream = true;
    private boolean nullLogs;
    private boolean nullMetrics;

    Values copy() {
      Values copy = new Values();
      copy.createStatus = createStatus;
      copy.digits = digits;
      copy.keyOrder = keyOrder;
      copy.version = version;
      copy.output = output;
      copy.noOutput = noOutput;
      copy.dataRemoved = dataRemoved;
      copy.web = web;
      copy.stream = stream;
      copy.nullLogs = nullLogs;
      copy.nullMetrics = nullMetrics;
      return copy;
    }
  }
}
