package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is public is meant to be, and says what for. */
@Tag("wide")
class ApiTest {
  /** More than these, and a user of the core no longer finds what is needed. */
  private static final int MOST_OF_CORE = 60;

  static List<String> modules() throws IOException {
    return PublicApi.modules();
  }

  @Test
  void theCoreShowsNoMoreThanAUserNeeds() throws IOException {
    assertThat(PublicApi.of("sdk-core").count()).isBetween(1, MOST_OF_CORE);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void allThatIsPublicHasJavadoc(String module) throws IOException {
    PublicApi api = PublicApi.of(module);
    assertThat(api.count()).isPositive();
    assertThat(api.gaps).isEmpty();
  }

  @Test
  void thePageListsWhatIsPublic() throws IOException {
    StringBuilder counts = new StringBuilder("| Module | Public types |\n|---|--:|\n");
    StringBuilder tables = new StringBuilder();
    for (String module : modules()) {
      PublicApi api = PublicApi.of(module);
      counts.append("| [pictor-").append(module).append("](#pictor-").append(module).append(") | ");
      counts.append(api.count()).append(" |\n");
      tables.append("\n## pictor-").append(module).append('\n');
      api.types.forEach(
          (name, types) -> {
            tables.append("\n### ").append(name).append("\n\n");
            tables.append(api.packages.get(name)).append("\n\n");
            tables.append("| Type | What it is for |\n|---|---|\n");
            types.forEach(type -> tables.append(row(type)));
          });
    }
    Documents.check("docs/api.md", "types", counts.append(tables).append('\n').toString());
  }

  private static String row(PublicApi.Type type) {
    String nested = type.nested.isEmpty() ? "" : " with `" + String.join("`, `", type.nested) + "`";
    return "| `" + type.name + "`" + nested + " | " + type.purpose.replace("|", "\\|") + " |\n";
  }
}
