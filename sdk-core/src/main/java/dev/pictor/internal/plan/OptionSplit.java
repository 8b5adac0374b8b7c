package dev.pictor.internal.plan;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of a request as far as they concern one provider, by where they go: the input, the
 * headers or the query. What is meant for this provider only wins over what is meant for all.
 */
final class OptionSplit {
  private static final OptionSplit NONE = new OptionSplit();
  private static final String HEADER = "header:";
  private static final String QUERY = "query:";

  private Map<String, Entry> input = Collections.emptyMap();
  private Map<String, Entry> headers = Collections.emptyMap();
  private Map<String, Entry> query = Collections.emptyMap();
  private Map<String, Image> images = Collections.emptyMap();
  private final List<String> refusals = new ArrayList<>(0);
  private final List<String> nulls = new ArrayList<>(0);

  private OptionSplit() {}

  static OptionSplit of(ImageRequest request, String provider) {
    Map<String, JsonValue> options = request.options();
    if (options.isEmpty() && request.imageOptions().isEmpty()) {
      return NONE;
    }
    OptionSplit split = new OptionSplit();
    split.addImages(request.imageOptions(), provider);
    for (Map.Entry<String, JsonValue> option : options.entrySet()) {
      if (slash(option.getKey()) < 0) {
        split.add(option.getKey(), option.getKey(), option.getValue());
      }
    }
    for (Map.Entry<String, JsonValue> option : options.entrySet()) {
      String key = option.getKey();
      int slash = slash(key);
      if (slash == provider.length() && key.startsWith(provider)) {
        split.add(key, key.substring(slash + 1), option.getValue());
      }
    }
    for (String name : split.images.keySet()) {
      if (split.input.containsKey(name)) {
        split.refusals.add(
            "option \"" + name + "\" is given as JSON and as an image; leave one out");
      }
    }
    return split;
  }

  private void addImages(Map<String, ImageSource> all, String provider) {
    for (Map.Entry<String, ImageSource> image : all.entrySet()) {
      String key = image.getKey();
      int slash = slash(key);
      boolean isForAll = slash < 0;
      String name = isForAll ? key : key.substring(slash + 1);
      if (name.trim().isEmpty() || key.startsWith(HEADER) || key.startsWith(QUERY)) {
        refusals.add("imageOptions." + key + " names no field of the input");
      } else if (isForAll
          ? !all.containsKey(provider + "/" + key)
          : slash == provider.length() && key.startsWith(provider)) {
        images = images.isEmpty() ? new LinkedHashMap<>() : images;
        images.put(name, new Image(key, image.getValue()));
      }
    }
  }

  /** Where the name of a provider ends; negative if the option is for all. */
  private static int slash(String key) {
    int slash = key.startsWith(HEADER) || key.startsWith(QUERY) ? -1 : key.indexOf('/');
    return slash == 0 ? -1 : slash;
  }

  private void add(String key, String name, JsonValue value) {
    if (name.startsWith(HEADER)) {
      addHeader(key, name.substring(HEADER.length()), value);
    } else if (name.startsWith(QUERY)) {
      addQuery(key, name.substring(QUERY.length()), value);
    } else if (name.trim().isEmpty()) {
      refusals.add("options." + key + " names no field; write the field after the slash");
    } else if (value.isNull()) {
      nulls.add("options." + key);
    } else {
      input = writable(input);
      input.put(name, new Entry(key, value));
    }
  }

  private void addHeader(String key, String name, JsonValue value) {
    if (isText(key, value) && isRight(key, HeaderRules.check(name, value.asString().orElse("")))) {
      headers = writable(headers);
      headers.keySet().removeIf(name::equalsIgnoreCase); // names of headers have no case
      headers.put(name, new Entry(key, value));
    }
  }

  private void addQuery(String key, String name, JsonValue value) {
    if (isText(key, value)
        && isRight(key, HeaderRules.checkQuery(name, value.asString().orElse("")))) {
      query = writable(query);
      query.put(name, new Entry(key, value));
    }
  }

  /** Most requests have no options of a kind, and need no map for them. */
  private static Map<String, Entry> writable(Map<String, Entry> entries) {
    return entries.isEmpty() ? new LinkedHashMap<>() : entries;
  }

  private boolean isText(String key, JsonValue value) {
    if (value.kind() != JsonValue.Kind.STRING) {
      refusals.add(
          "options."
              + key
              + " is a JSON "
              + value.kind().name().toLowerCase(Locale.ROOT)
              + "; it must be a string: JsonValue.of(\"...\")");
      return false;
    }
    return true;
  }

  private boolean isRight(String key, String wrong) {
    if (!wrong.isEmpty()) {
      refusals.add("options." + key + " " + wrong);
    }
    return wrong.isEmpty();
  }

  /** Whether the caller sends this field of the input himself. */
  boolean has(String field) {
    return (!input.isEmpty() && input.containsKey(field)) || images.containsKey(field);
  }

  /** What the caller sends in this field of the input; {@code null} of JSON if nothing. */
  JsonValue valueOf(String field) {
    Entry entry = input.get(field);
    return entry == null ? JsonValue.ofNull() : entry.value;
  }

  /** How a record calls the option that sends this field. */
  String keyOf(String field) {
    Entry entry = input.get(field);
    Image image = images.get(field);
    return image != null ? image.parameter() : "options." + (entry == null ? field : entry.key);
  }

  /** Fields of the input: name to option. */
  Map<String, Entry> input() {
    return input;
  }

  /** Headers: name to option. */
  Map<String, Entry> headers() {
    return headers;
  }

  /** Query parameters: name to option. */
  Map<String, Entry> query() {
    return query;
  }

  /** Images for fields of the input: name to option. */
  Map<String, Image> images() {
    return images;
  }

  List<String> refusals() {
    return refusals;
  }

  /** What records call the options that are null: to the providers, no value is no field. */
  List<String> nulls() {
    return nulls;
  }

  /** An option: its key as the caller wrote it, and its value. */
  static final class Entry {
    private final String key;
    private final JsonValue value;

    Entry(String key, JsonValue value) {
      this.key = key;
      this.value = value;
    }

    String parameter() {
      return "options." + key;
    }

    JsonValue value() {
      return value;
    }

    String text() {
      return value.asString().orElse("");
    }
  }

  /** An option that is an image. */
  static final class Image {
    private final String key;
    private final ImageSource source;

    Image(String key, ImageSource source) {
      this.key = key;
      this.source = source;
    }

    String parameter() {
      return "imageOptions." + key;
    }

    ImageSource source() {
      return source;
    }
  }
}
