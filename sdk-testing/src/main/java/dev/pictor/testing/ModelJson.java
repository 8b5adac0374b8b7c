package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what the service tells about a model: its inputs and outputs as an OpenAPI schema. */
final class ModelJson {
  private static final String CREATED = "2025-10-01T08:00:00.000000Z";

  private ModelJson() {}

  static JsonValue model(ReplicateModel model) {
    String[] name = model.name().split("/", 2);
    JsonValue nothing = JsonValue.ofNull();
    return JsonValue.objectBuilder()
        .put("url", "https://replicate.com/" + model.name())
        .put("owner", name[0])
        .put("name", name[1])
        .put("description", "Emulated: draws landscapes.")
        .put("visibility", "public")
        .put("is_official", model.isOfficial())
        .put("github_url", nothing)
        .put("paper_url", nothing)
        .put("license_url", nothing)
        .put("run_count", 0)
        .put("cover_image_url", nothing)
        .put("default_example", nothing)
        .put("latest_version", version(model))
        .build();
  }

  static JsonValue versions(ReplicateModel model) {
    return JsonValue.objectBuilder()
        .put("next", JsonValue.ofNull())
        .put("previous", JsonValue.ofNull())
        .put("results", JsonValue.array(Collections.singletonList(version(model))))
        .build();
  }

  static JsonValue version(ReplicateModel model) {
    JsonValue.ObjectBuilder schemas = JsonValue.objectBuilder().put("Input", input(model));
    model.inputs().fields().stream()
        .filter(field -> field.form() == InputField.Form.CHOICE)
        .forEach(field -> schemas.put(field.name(), choices(field)));
    schemas.put("Output", output(model));
    return JsonValue.objectBuilder()
        .put("id", model.version())
        .put("created_at", CREATED)
        .put("cog_version", "0.16.8")
        .put(
            "openapi_schema",
            JsonValue.objectBuilder()
                .put("openapi", "3.0.2")
                .put(
                    "info",
                    JsonValue.objectBuilder().put("title", "Cog").put("version", "0.1.0").build())
                .put(
                    "components", JsonValue.objectBuilder().put("schemas", schemas.build()).build())
                .build())
        .build();
  }

  private static JsonValue input(ReplicateModel model) {
    JsonValue.ObjectBuilder properties = JsonValue.objectBuilder();
    List<InputField> fields = model.inputs().fields();
    for (int i = 0; i < fields.size(); i++) {
      properties.put(fields.get(i).name(), property(fields.get(i), i));
    }
    JsonValue.ObjectBuilder input =
        JsonValue.objectBuilder().put("type", "object").put("title", "Input");
    if (!model.inputs().required().isEmpty()) {
      input.put("required", strings(model.inputs().required()));
    }
    return input.put("properties", properties.build()).build();
  }

  private static JsonValue property(InputField field, int order) {
    JsonValue.ObjectBuilder property = JsonValue.objectBuilder();
    if (field.form() == InputField.Form.CHOICE) {
      JsonValue reference =
          JsonValue.objectBuilder().put("$ref", "#/components/schemas/" + field.name()).build();
      property.put("allOf", JsonValue.array(Collections.singletonList(reference)));
    } else {
      property.put("type", field.form().type()).put("title", title(field.name()));
    }
    if (field.form() == InputField.Form.URI) {
      property.put("format", "uri");
    } else if (field.form() == InputField.Form.URIS) {
      property.put(
          "items", JsonValue.objectBuilder().put("type", "string").put("format", "uri").build());
      field.most().ifPresent(most -> property.put("maxItems", JsonValue.of(most)));
    } else {
      field.least().ifPresent(least -> property.put("minimum", JsonValue.of(least)));
      field.most().ifPresent(most -> property.put("maximum", JsonValue.of(most)));
    }
    field.fallback().ifPresent(value -> property.put("default", value));
    return property.put("x-order", order).build();
  }

  private static JsonValue choices(InputField field) {
    return JsonValue.objectBuilder()
        .put("enum", strings(field.choices()))
        .put("type", "string")
        .put("title", field.name())
        .put("description", "An enumeration.")
        .build();
  }

  private static JsonValue output(ReplicateModel model) {
    JsonValue.ObjectBuilder output = JsonValue.objectBuilder();
    if (model.returnsList()) {
      output.put("type", "array");
      output.put(
          "items", JsonValue.objectBuilder().put("type", "string").put("format", "uri").build());
    } else {
      output.put("type", "string").put("format", "uri");
    }
    return output.put("title", "Output").build();
  }

  private static JsonValue strings(List<String> texts) {
    return JsonValue.array(texts.stream().map(JsonValue::of).collect(Collectors.toList()));
  }

  private static String title(String name) {
    String words = name.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
