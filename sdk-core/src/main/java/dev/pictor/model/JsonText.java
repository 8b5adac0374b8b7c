package dev.pictor.model;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;

/** Text to {@link JsonValue} and back, without reflection and without rounding a number. */
final class JsonText {
  private JsonText() {}

  static JsonValue read(String json) {
    JsonReader reader = JsonReader.of(new Buffer().writeUtf8(json));
    try {
      JsonValue value = value(reader);
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new IllegalArgumentException("Not one JSON value: more follows at " + at(reader));
      }
      return value;
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          json.trim().isEmpty() ? "Not JSON: empty" : "Not JSON: it ends early at " + at(reader),
          e);
    } catch (IOException | JsonDataException | NumberFormatException e) {
      throw new IllegalArgumentException("Not JSON: " + e.getMessage(), e);
    }
  }

  private static String at(JsonReader reader) {
    return reader.getPath();
  }

  private static JsonValue value(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT:
        Map<String, JsonValue> members = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
          String name = reader.nextName();
          members.put(name, value(reader));
        }
        reader.endObject();
        return JsonValue.object(members);
      case BEGIN_ARRAY:
        List<JsonValue> elements = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
          elements.add(value(reader));
        }
        reader.endArray();
        return JsonValue.array(elements);
      case STRING:
        return JsonValue.of(reader.nextString());
      case NUMBER:
        return JsonValue.number(reader.nextString());
      case BOOLEAN:
        return JsonValue.of(reader.nextBoolean());
      case NULL:
        reader.nextNull();
        return JsonValue.ofNull();
      default:
        throw new IllegalArgumentException("Not JSON: nothing readable at " + at(reader));
    }
  }

  static String write(JsonValue value) {
    Buffer out = new Buffer();
    try (JsonWriter writer = JsonWriter.of(out)) {
      writer.setLenient(true); // a bare string or number is a JSON text too
      writer.setSerializeNulls(true);
      write(value, writer);
    } catch (IOException e) {
      throw new UncheckedIOException("A buffer in memory failed", e);
    }
    return out.readUtf8();
  }

  private static void write(JsonValue value, JsonWriter writer) throws IOException {
    switch (value.kind()) {
      case OBJECT:
        writer.beginObject();
        for (Map.Entry<String, JsonValue> member : value.members().entrySet()) {
          writer.name(member.getKey());
          write(member.getValue(), writer);
        }
        writer.endObject();
        break;
      case ARRAY:
        writer.beginArray();
        for (JsonValue element : value.elements()) {
          write(element, writer);
        }
        writer.endArray();
        break;
      case STRING:
        writer.value(value.asString().orElseThrow(AssertionError::new));
        break;
      case NUMBER:
        // Written as text through a raw value: JsonWriter.value(Number) would reformat nothing,
        // but it accepts no string, and a Number of our own keeps the digits.
        writer.value(new Digits(value.numberText()));
        break;
      case BOOLEAN:
        writer.value(value.asBoolean().orElseThrow(AssertionError::new));
        break;
      case NULL:
        writer.nullValue();
        break;
    }
  }

  /** A number that is written with the digits it was read with. */
  private static final class Digits extends Number {
    private static final long serialVersionUID = 1L;
    private final String text;

    Digits(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }

    @Override
    public int intValue() {
      return (int) doubleValue();
    }

    @Override
    public long longValue() {
      return (long) doubleValue();
    }

    @Override
    public float floatValue() {
      return (float) doubleValue();
    }

    @Override
    public double doubleValue() {
      return Double.parseDouble(text);
    }
  }
}
