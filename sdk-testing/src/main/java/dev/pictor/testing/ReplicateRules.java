package dev.pictor.testing;

import java.time.Duration;

/**
 * What the Replicate emulator does where the service's behaviour is unknown, changes, or depends on
 * the account. Immutable.
 *
 * <pre>{@code
 * replicate.rules(ReplicateRules.standard().waiting(ReplicateRules.Waiting.IGNORED));
 * replicate.rules(ReplicateRules.standard().cancelingWhatIsOver(409).expiredFiles(403));
 * }</pre>
 */
public final class ReplicateRules {
  /** What becomes of {@code Prefer: wait}. */
  public enum Waiting {
    /** The reply comes when the prediction is over or the wait is. */
    HONORED,
    /** The reply comes at once, as the service sometimes does. */
    IGNORED
  }

  /** What a creation that waited says when the prediction is over. */
  public enum FinishedWait {
    /** Status {@code processing}, with the output and without times and metrics: what is seen. */
    PROCESSING,
    /** Status {@code succeeded}, and all that a later request would find. */
    SUCCEEDED
  }

  /** What a cancellation answers. */
  public enum CancelReply {
    /** The prediction as canceled. */
    CANCELED,
    /** The prediction as it was found; that it is canceled shows at the next look. */
    NOT_YET
  }

  /** Which forms of the {@code Authorization} header are welcome. */
  public enum Scheme {
    /** {@code Bearer}, and {@code Token} from before 2024. */
    BEARER_OR_TOKEN,
    /** {@code Bearer} only. */
    BEARER
  }

  private final Values values;

  private ReplicateRules(Values values) {
    this.values = values;
  }

  /** Returns the rules that captured traffic suggests. */
  public static ReplicateRules standard() {
    return new ReplicateRules(new Values());
  }

  /** Sets what becomes of {@code Prefer: wait}. */
  public ReplicateRules waiting(Waiting waiting) {
    Values changed = values.copy();
    changed.waiting = waiting;
    return new ReplicateRules(changed);
  }

  /** Sets what a creation that waited says when the prediction is over. */
  public ReplicateRules finishedWait(FinishedWait finished) {
    Values changed = values.copy();
    changed.finished = finished;
    return new ReplicateRules(changed);
  }

  /** Sets what a cancellation answers. */
  public ReplicateRules cancelReply(CancelReply reply) {
    Values changed = values.copy();
    changed.cancelReply = reply;
    return new ReplicateRules(changed);
  }

  /** Sets the status of a cancellation that comes too late: 200, or an error. */
  public ReplicateRules cancelingWhatIsOver(int status) {
    Values changed = values.copy();
    changed.lateCancel = status;
    return new ReplicateRules(changed);
  }

  /** Sets the status with which the address of a removed image answers: 403 or 404. */
  public ReplicateRules expiredFiles(int status) {
    Values changed = values.copy();
    changed.expiredFiles = status;
    return new ReplicateRules(changed);
  }

  /** Sets how long a prediction is kept after it was created; an hour unless told otherwise. */
  public ReplicateRules retention(Duration time) {
    Values changed = values.copy();
    changed.retention = time;
    return new ReplicateRules(changed);
  }

  /** Sets what becomes of inputs that the model does not know. */
  public ReplicateRules unknownInput(UnknownInput unknown) {
    Values changed = values.copy();
    changed.unknown = unknown;
    return new ReplicateRules(changed);
  }

  /** Sets which forms of the {@code Authorization} header are welcome. */
  public ReplicateRules scheme(Scheme scheme) {
    Values changed = values.copy();
    changed.scheme = scheme;
    return new ReplicateRules(changed);
  }

  /**
   * Interrupts, with {@code code: PA}, every prediction whose body is larger than this, in bytes.
   */
  public ReplicateRules interruptAbove(int bodyBytes) {
    Values changed = values.copy();
    changed.interruptAbove = bodyBytes;
    return new ReplicateRules(changed);
  }

  /** Sets the size from which on an uploaded file is refused; 100 MB unless told otherwise. */
  public ReplicateRules largestFile(int bytes) {
    Values changed = values.copy();
    changed.largestFile = bytes;
    return new ReplicateRules(changed);
  }

  boolean waits() {
    return values.waiting == Waiting.HONORED;
  }

  FinishedWait finishedWait() {
    return values.finished;
  }

  CancelReply cancelReply() {
    return values.cancelReply;
  }

  int lateCancel() {
    return values.lateCancel;
  }

  int expiredFiles() {
    return values.expiredFiles;
  }

  Duration retention() {
    return values.retention;
  }

  UnknownInput unknownInput() {
    return values.unknown;
  }

  Scheme scheme() {
    return values.scheme;
  }

  int interruptAbove() {
    return values.interruptAbove;
  }

  int largestFile() {
    return values.largestFile;
  }

  /** Changed before it is shared, never after. */
  private static final class Values {
    private Waiting waiting = Waiting.HONORED;
    private FinishedWait finished = FinishedWait.PROCESSING;
    private CancelReply cancelReply = CancelReply.CANCELED;
    private int lateCancel = 200;
    private int expiredFiles = 404;
    private Duration retention = Duration.ofHours(1);
    private UnknownInput unknown = UnknownInput.IGNORED;
    private Scheme scheme = Scheme.BEARER_OR_TOKEN;
    private int interruptAbove = Integer.MAX_VALUE;
    private int largestFile = 100_000_000;

    Values copy() {
      Values copy = new Values();
      copy.waiting = waiting;
      copy.finished = finished;
      copy.cancelReply = cancelReply;
      copy.lateCancel = lateCancel;
      copy.expiredFiles = expiredFiles;
      copy.retention = retention;
      copy.unknown = unknown;
      copy.scheme = scheme;
      copy.interruptAbove = interruptAbove;
      copy.largestFile = largestFile;
      return copy;
    }
  }
}
