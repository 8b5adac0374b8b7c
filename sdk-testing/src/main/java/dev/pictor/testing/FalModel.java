package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the emulator knows about one endpoint: a table that is filled once and then only read. */
final class FalModel {
  private final String id;
  private final Map<String, FalField> fields = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private FalSizes.Rule sizes = FalSizes.Rule.IMAGE_SIZE;
  private boolean brief;
  private boolean fileFields;
  private boolean billedByImage;

  FalModel(String id) {
    this.id = id;
  }

  // ---- filling

  FalModel takes(String name, FalField field) {
    fields.put(name, field);
    return this;
  }

  FalModel needs(String... names) {
    required.addAll(Arrays.asList(names));
    return this;
  }

  FalModel sized(FalSizes.Rule rule) {
    sizes = rule;
    return this;
  }

  /** Results hold images and seed only. */
  FalModel brief() {
    brief = true;
    return this;
  }

  /** Images have a name and a size of their file, both unknown. */
  FalModel withFileFields() {
    fileFields = true;
    return this;
  }

  FalModel billedByImage() {
    billedByImage = true;
    return this;
  }

  // ---- reading

  String id() {
    return id;
  }

  FalSizes.Rule sizes() {
    return sizes;
  }

  boolean isBrief() {
    return brief;
  }

  boolean hasFileFields() {
    return fileFields;
  }

  boolean isBilledByImage() {
    return billedByImage;
  }

  /** Everything that is wrong with the input; fields that the model does not know are ignored. */
  List<FalDetail> problems(JsonValue input) {
    List<FalDetail> problems = new ArrayList<>();
    // By the map, in which a null is present: there it is a wrong value, not a missing one.
    Map<String, JsonValue> members = input.members();
    for (String name : required) {
      if (!members.containsKey(name)) {
        problems.add(FalDetail.of("missing", "Field required", name).input(input));
      }
    }
    fields.forEach(
        (name, field) -> {
          Optional<JsonValue> value = Optional.ofNullable(members.get(name));
          value.flatMap(present -> field.check(name, present)).ifPresent(problems::add);
        });
    return problems;
  }
}
