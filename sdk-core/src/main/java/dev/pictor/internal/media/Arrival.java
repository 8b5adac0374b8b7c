package dev.pictor.internal.media;

import dev.pictor.internal.http.Downloader;
import dev.pictor.internal.http.Downloader.Head;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How far a file has come over several tries, and whether what comes next belongs to it.
 *
 * <p>After a broken connection the rest is asked for where the server can tell that it is a rest of
 * the same file. Otherwise the file is read again from its start, and what is here already is
 * compared by its checksum instead of being kept: the file that arrives is one of the server's, and
 * never the start of one and the end of another. A checksum against accidents is enough for that: a
 * server that wants to send nonsense can do so at the first try.
 */
final class Arrival {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

  /** Behind this a server's clock has moved on, and its next change has another time. */
  private static final long SECONDS_TO_BE_STRONG = 1;

  private final CRC32 here = new CRC32();
  private final CRC32 again = new CRC32();
  private final Ending ending = new Ending();
  private long count;

  private long position;
  private long end;
  private boolean isVerified;
  private Optional<String> validator = Optional.empty();
  private Optional<String> tag = Optional.empty();
  private Optional<String> changed = Optional.empty();
  private Optional<String> doubt = Optional.empty();
  private String place = "";
  private long length = -1;
  private boolean endsUnannounced;
  private long endedAt = -1;

  /** How many bytes are here. */
  long count() {
    return count;
  }

  /** What to ask a URL for besides the whole file: nothing, unless it is known to have the rest. */
  Optional<Downloader.Rest> rest(String url) {
    return validator
        .filter(any -> count > 0 && isVerified && place.equals(place(url)))
        .map(value -> new Downloader.Rest(count, value));
  }

  /** A body that is the whole file begins. */
  void beginWhole(Head head, String url) {
    position = 0;
    again.reset();
    isVerified = count == 0;
    validator =
        "none".equalsIgnoreCase(head.header("Accept-Ranges").orElse("").trim())
            ? Optional.empty()
            : validator(head);
    tag = told(head, "ETag");
    changed = told(head, "Last-Modified");
    doubt = Wording.of(head);
    place = place(url);
    length = head.length();
    endsUnannounced = head.endsUnannounced();
    end = length < 0 ? Long.MAX_VALUE : length;
  }

  /**
   * A body that is to be the rest of the file begins.
   *
   * @throws IOException if it is not; then the next try is for the whole file
   */
  void beginRest(Head head) throws IOException {
    String range = head.header("Content-Range").orElse("");
    Matcher parts = CONTENT_RANGE.matcher(range.trim());
    if (!parts.matches()) {
      throw noRest("it sent a part without saying which: Content-Range is \"" + range + '"');
    }
    long from = Long.parseLong(parts.group(1));
    long to = Long.parseLong(parts.group(2)) + 1;
    long whole = parts.group(3).equals("*") ? length : Long.parseLong(parts.group(3));
    boolean isWhole = to == whole; // never, where nobody has said how long it is
    boolean isSame = length < 0 || whole == length;
    boolean isItsLength = head.length() < 0 || head.length() == to - from;
    if (from != count || to <= from || !isWhole || !isSame || !isItsLength) {
      throw noRest("it sent another part than the one asked for: " + range);
    }
    if (!Wording.of(head).equals(doubt)) {
      throw noRest("it sent a part under another name than the whole");
    }
    if (isAnother(tag, told(head, "ETag")) || isAnother(changed, told(head, "Last-Modified"))) {
      throw noRest("it sent a part of another file");
    }
    position = count;
    endsUnannounced = false;
    end = to;
  }

  /** The rest cannot be had; the next try is for the whole file. */
  IOException noRest(String why) {
    validator = Optional.empty();
    return new IOException(why);
  }

  /** Why the head of the whole file speaks against an image. */
  Optional<String> doubt() {
    return doubt;
  }

  /**
   * Takes what came next, and says how much of it is here already.
   *
   * @throws ChangedException if it is not the same
   */
  int known(byte[] bytes, int size) throws ChangedException {
    int known = (int) Math.min(size, Math.max(0, count - position));
    position += size;
    if (position > end) {
      throw new ChangedException("it is longer than the server said");
    }
    if (!isVerified) {
      again.update(bytes, 0, known);
      if (position >= count) {
        if (again.getValue() != here.getValue()) {
          throw new ChangedException("it changed while it was fetched; fetch it anew");
        }
        isVerified = true;
      }
    }
    return known;
  }

  /** These bytes are here now. */
  void took(byte[] bytes, int from, int size) {
    here.update(bytes, from, size);
    ending.took(bytes, from, size);
    count += size;
  }

  /** The body has ended. */
  void end() throws IOException {
    if (position < count) { // without a length that is no other file, but another break
      throw endsUnannounced && ending.isMissing()
          ? cutAt(position)
          : new ChangedException("it came shorter when it was asked for again");
    }
    if (end != Long.MAX_VALUE && position < end) {
      throw new IOException("it ended after " + position + " of " + end + " bytes");
    }
    // What ends there twice is all that there is, and paid for.
    if (endsUnannounced && count != endedAt && ending.isMissing()) {
      endedAt = count;
      throw cutAt(count);
    }
  }

  private static IOException cutAt(long bytes) {
    return new IOException(
        "the connection ended after " + bytes + " bytes, which are not the whole of an image");
  }

  /** What If-Range takes: proof that a file did not change by a byte. */
  private static Optional<String> validator(Head head) {
    Optional<String> tag = head.header("ETag").map(String::trim);
    if (tag.isPresent()) {
      return tag.filter(
          value -> value.length() > 2 && value.startsWith("\"") && value.endsWith("\""));
    }
    return head.time("Last-Modified")
        .filter(
            changed ->
                head.time("Date")
                    .filter(now -> !now.isBefore(changed.plusSeconds(SECONDS_TO_BE_STRONG)))
                    .isPresent())
        .flatMap(changed -> head.header("Last-Modified"));
  }

  private static Optional<String> told(Head head, String name) {
    return head.header(name).filter(value -> !value.isEmpty());
  }

  /** A server need not know If-Range: what it says of the part tells that it is another file's. */
  private static boolean isAnother(Optional<String> known, Optional<String> told) {
    return known.isPresent() && told.isPresent() && !told.equals(known);
  }

  /** A signature in the query changes with every redirect to the same file. */
  private static String place(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** What comes does not go with what is here. */
  static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedException(String message) {
      super(message);
    }
  }
}
