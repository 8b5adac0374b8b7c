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
import okio.BufferedSink;

/** Text to {@link JsonValue} and back, without reflection and without rounding a number. */
final class JsonText {
  private JsonText() {}

  static JsonValue read(String json) {
    return read(new Buffer().writeUtf8(json));
  }

  /** In UTF-8; what is none becomes replacement characters. */
  static JsonValue read(byte[] json) {
    return read(new Buffer().write(json));
  }

  private static JsonValue read(Buffer json) {
    JsonReader reader = JsonReader.of(json);
    try {
      JsonValue value = value(reader);
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new IllegalArgumentException("Not one JSON value: more follows at " + at(reader));
      }
      return value;
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          at(reader).equals("$") ? "Not JSON: empty" : "Not JSON: it ends early at " + at(reader),
          e);
    } catch (JsonDataException e) {
      throw new IllegalArgumentException("Not JSON: " + e.getMessage(), e);
    } catch (IOException e) { // its message advises how to make the reader accept it
      throw new IllegalArgumentException("Not JSON: malformed at " + at(reader), e);
    }
  }

  private static String at(JsonReader reader) {
    return reader.getPath();
  }

  private static JsonValue value(JsonReader reader) throws IOException {
    JsonReader.Token token = reader.peek();
    if (token == JsonReader.Token.BEGIN_OBJECT) {
      Map<String, JsonValue> members = new LinkedHashMap<>();
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        members.put(name, value(reader));
      }
      reader.endObject();
      return JsonValue.objectOf(members);
    }
    if (token == JsonReader.Token.BEGIN_ARRAY) {
      List<JsonValue> elements = new ArrayList<>();
      reader.beginArray();
      while (reader.hasNext()) {
        elements.add(value(reader));
      }
      reader.endArray();
      return JsonValue.arrayOf(elements);
    }
    if (token == JsonReader.Token.NUMBER) {
      return JsonValue.number(reader.nextString());
    }
    if (token == JsonReader.Token.BOOLEAN) {
      return JsonValue.of(reader.nextBoolean());
    }
    if (token == JsonReader.Token.NULL) {
      reader.nextNull();
      return JsonValue.ofNull();
    }
    return JsonValue.of(reader.nextString());
  }

  static String write(JsonValue value) {
    return buffer(value).readUtf8();
  }

  static byte[] bytes(JsonValue value) {
    return buffer(value).readByteArray();
  }

  private static Buffer buffer(JsonValue value) {
    Buffer out = new Buffer();
    try (JsonWriter writer = JsonWriter.of(out)) {
      writer.setLenient(true); // a bare string or number is a JSON text too
      writer.setSerializeNulls(true);
      write(value, writer);
    } catch (IOException e) {
      throw new UncheckedIOException("A buffer in memory failed", e);
    }
    return out;
  }

  private static void write(JsonValue value, JsonWriter writer) throws IOException {
    if (value.kind() == JsonValue.Kind.OBJECT) {
      writer.beginObject();
      for (Map.Entry<String, JsonValue> member : value.members().entrySet()) {
        writer.name(member.getKey());
        write(member.getValue(), writer);
      }
      writer.endObject();
    } else if (value.kind() == JsonValue.Kind.ARRAY) {
      writer.beginArray();
      for (JsonValue element : value.elements()) {
        write(element, writer);
      }
      writer.endArray();
    } else if (value.kind() == JsonValue.Kind.STRING) {
      writer.value(value.text());
    } else { // as it was read: no number is rounded
      try (BufferedSink literal = writer.valueSink()) {
        literal.writeUtf8(value.text());
      }
    }
  }
}
