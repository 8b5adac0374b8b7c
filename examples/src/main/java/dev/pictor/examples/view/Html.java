package dev.pictor.examples.view;

/** Writes HTML in which no text can become a tag. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup of this program; anything else goes through {@link #text}. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text. */
  Html text(Object value) {
    out.append(escape(value));
    return this;
  }

  /** Adds an element that holds text only. */
  Html element(String name, String cssClass, Object value) {
    out.append('<').append(name);
    if (!cssClass.isEmpty()) {
      out.append(" class=\"").append(cssClass).append('"');
    }
    out.append('>').append(escape(value)).append("</").append(name).append(">\n");
    return this;
  }

  /** Adds a name and its value to a list of facts. */
  Html fact(String name, Object value) {
    return raw("<div>").element("dt", "", name).element("dd", "", value).raw("</div>\n");
  }

  /** The same for what a person copies and a machine reads. */
  Html code(String name, Object value) {
    raw("<div>").element("dt", "", name).raw("<dd>").element("code", "", value);
    return raw("</dd></div>\n");
  }

  /** The text, safe between tags and in a quoted attribute. */
  static String escape(Object value) {
    StringBuilder safe = new StringBuilder();
    for (char character : value.toString().toCharArray()) {
      switch (character) {
        case '&':
          safe.append("&amp;");
          break;
        case '<':
          safe.append("&lt;");
          break;
        case '>':
          safe.append("&gt;");
          break;
        case '"':
          safe.append("&quot;");
          break;
        case '\'':
          safe.append("&#39;");
          break;
        default:
          safe.append(character);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
