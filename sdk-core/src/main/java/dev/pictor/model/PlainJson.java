package dev.pictor.model;

import java.util.Arrays;

/**
 * Finds out whether a text is JSON of the plain kind that services send: ASCII, not nested deep, no
 * name with an escape. Such a text needs no tree of objects: {@link JsonSlice} reads out of it what
 * is asked for. Every other text, a malformed one above all, is left to {@link JsonText}. On its
 * way it takes down where the members of the outermost object are.
 */
final class PlainJson {
  private static final int MAX_DEPTH = 32;
  private static final int NOT_PLAIN = -1;

  /** So many members have most of the replies, and most of the events. */
  private static final int MANY_MEMBERS = 16;

  private static final int FEW_MEMBERS = 8;
  private static final int SHORT = 600;

  private final byte[] text;
  private final int start;
  private final boolean isObject;
  private int[] names;
  private int members;

  /**
   * Looks through a text.
   *
   * @param text nobody may change it from now on
   */
  PlainJson(byte[] text) {
    this.text = text;
    this.start = skipSpace(0);
    this.names = new int[text.length < SHORT ? FEW_MEMBERS : MANY_MEMBERS];
    int end = at(start) == '{' ? value(start, MAX_DEPTH) : NOT_PLAIN;
    this.isObject = end >= 0 && skipSpace(end) == text.length;
  }

  /** Whether it is one plain object and nothing else; if not, the rest means nothing. */
  boolean isObject() {
    return isObject;
  }

  byte[] text() {
    return text;
  }

  /** Where the object begins. */
  int start() {
    return start;
  }

  /** How many members it has, repeated ones among them. */
  int members() {
    return members;
  }

  /** Where the names of its members are; more places mean nothing. */
  int[] names() {
    return names;
  }

  private void takeDown(int name) {
    if (members == names.length) {
      names = Arrays.copyOf(names, 2 * names.length);
    }
    names[members++] = name;
  }

  /** The byte at a place; none is 0, which is no part of plain JSON. */
  private int at(int place) {
    return place >= 0 && place < text.length ? text[place] : 0;
  }

  private int skipSpace(int from) {
    return skipSpace(text, from);
  }

  static int skipSpace(byte[] text, int from) {
    int place = from;
    while (place >= 0
        && place < text.length
        && (text[place] == ' '
            || text[place] == '\n'
            || text[place] == '\r'
            || text[place] == '\t')) {
      place++;
    }
    return place;
  }

  /** The place behind a value. */
  private int value(int start, int depth) {
    switch (at(start)) {
      case '{':
      case '[':
        return depth == 0 ? NOT_PLAIN : container(start, depth);
      case '"':
        return string(start, true);
      case 't':
        return literal(start, "true");
      case 'f':
        return literal(start, "false");
      case 'n':
        return literal(start, "null");
      default:
        return number(start);
    }
  }

  private int container(int start, int depth) {
    boolean isObject = at(start) == '{';
    int close = isObject ? '}' : ']';
    int place = skipSpace(start + 1);
    if (at(place) == close) {
      return place + 1;
    }
    while (true) {
      if (isObject) {
        int name = place;
        place = at(place) == '"' ? skipSpace(string(place, false)) : NOT_PLAIN;
        if (at(place) != ':') {
          return NOT_PLAIN;
        }
        place = skipSpace(place + 1);
        if (depth == MAX_DEPTH) {
          takeDown(name);
        }
      }
      place = skipSpace(value(place, depth - 1));
      if (at(place) == close) {
        return place + 1;
      }
      if (at(place) != ',') {
        return NOT_PLAIN;
      }
      place = skipSpace(place + 1);
    }
  }

  private int string(int start, boolean mayHaveEscapes) {
    for (int place = start + 1; place < text.length; place++) {
      byte character = text[place];
      if (character > '\\') { // most are small letters
        continue;
      }
      if (character == '"') {
        return place + 1;
      }
      if (character < ' ') { // a control character, or not ASCII
        return NOT_PLAIN;
      }
      if (character == '\\') {
        if (!mayHaveEscapes || !isEscape(++place)) {
          return NOT_PLAIN;
        }
        place += text[place] == 'u' ? 4 : 0;
      }
    }
    return NOT_PLAIN;
  }

  private boolean isEscape(int place) {
    if (at(place) != 'u') {
      return at(place) != 0 && "\"\\/bfnrt".indexOf(at(place)) >= 0;
    }
    for (int i = 1; i <= 4; i++) {
      if (Character.digit(at(place + i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private int literal(int start, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at(start + i) != word.charAt(i)) {
        return NOT_PLAIN;
      }
    }
    return start + word.length();
  }

  private int number(int start) {
    int place = at(start) == '-' ? start + 1 : start;
    place = at(place) == '0' ? place + 1 : digits(place);
    if (at(place) == '.') {
      place = digits(place + 1);
    }
    if (at(place) == 'e' || at(place) == 'E') {
      place++;
      place = digits(at(place) == '+' || at(place) == '-' ? place + 1 : place);
    }
    return place;
  }

  /** The place behind one digit or more. */
  private int digits(int start) {
    int place = start;
    while (at(place) >= '0' && at(place) <= '9') {
      place++;
    }
    return start < 0 || place == start ? NOT_PLAIN : place;
  }
}
