package dev.pictor.replicate;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error text of a failed prediction: all that the service tells of its cause. A code decides
 * where its meaning is known, words where it is not.
 */
final class FailureText {
  /** What kind of failure it was. */
  enum Kind {
    /** Moderation refused the input or the output. */
    MODERATION,
    /** The machines or the platform failed: another run may succeed. */
    TRANSIENT,
    /** The model failed: another run will fail as well. */
    MODEL
  }

  private static final Pattern CODE = Pattern.compile("\\((E[0-9]{3,4}|code: ([A-Z]{2,8}))\\)");

  private static final String FLAGGED = "E005";

  /**
   * E003 and E004 are capacity; PA is a pre-emption; the four-digit ones are the platform's. E1001
   * (out of memory) is not among them: the same input needs the same memory.
   */
  private static final Set<String> TRANSIENT =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "E003", "E004", "PA", "E1000", "E6716", "E8367", "E8765", "E9243", "E9825",
                  "E9828")));

  /** "Sensitive" alone would take a complaint about case-sensitive file names for moderation. */
  private static final Pattern MODERATED =
      Pattern.compile("nsfw|\\bflagged\\b|(?<![-\\w])sensitive\\b", Pattern.CASE_INSENSITIVE);

  private final String text;

  FailureText(String text) {
    this.text = text;
  }

  /** The first code in the text: {@code E005}, {@code PA} ... */
  Optional<String> code() {
    Matcher code = CODE.matcher(text);
    if (!code.find()) {
      return Optional.empty();
    }
    return Optional.of(code.group(2) == null ? code.group(1) : code.group(2));
  }

  Kind kind() {
    String code = code().orElse("");
    if (code.equals(FLAGGED)) {
      return Kind.MODERATION;
    }
    if (TRANSIENT.contains(code)) {
      return Kind.TRANSIENT;
    }
    return MODERATED.matcher(text).find() ? Kind.MODERATION : Kind.MODEL;
  }
}
