package dev.pictor.replicate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * A time as the service writes it, {@code 2026-01-31T23:59:59.123456Z}. To the parser of Java it
 * was the most expensive part of a prediction, and a page of its list holds a hundred of those.
 */
final class Timestamp {
  private static final String FORM = "dddd-dd-ddTdd:dd:dd";
  private static final int MOST_DIGITS = 9;
  private static final int SECONDS_OF_A_DAY = 86_400;

  private Timestamp() {}

  /**
   * Reads it; in another form of ISO 8601, too, as long as it has an offset.
   *
   * @throws DateTimeException if it is no time
   */
  static Instant parse(String text) {
    int end = text.length() - 1;
    if (end < FORM.length() || text.charAt(end) != 'Z' || !hasForm(text)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int nanos = 0;
    if (end > FORM.length()) {
      int digits = end - FORM.length() - 1;
      if (text.charAt(FORM.length()) != '.' || digits == 0 || digits > MOST_DIGITS) {
        return OffsetDateTime.parse(text).toInstant();
      }
      for (int i = 0; i < MOST_DIGITS; i++) {
        char digit = i < digits ? text.charAt(FORM.length() + 1 + i) : '0';
        if (digit < '0' || digit > '9') {
          return OffsetDateTime.parse(text).toInstant();
        }
        nanos = nanos * 10 + digit - '0';
      }
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return OffsetDateTime.parse(text).toInstant();
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    return Instant.ofEpochSecond(
        day * SECONDS_OF_A_DAY + (hour * 60L + minute) * 60 + second, nanos);
  }

  private static boolean hasForm(String text) {
    for (int i = 0; i < FORM.length(); i++) {
      char form = FORM.charAt(i);
      char c = text.charAt(i);
      if (form == 'd' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
