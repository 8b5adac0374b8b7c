package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.ConfigurationException;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderFactory;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalSettingsTest {
  private final Map<String, String> variables = new HashMap<>();

  private Fal fromEnvironment() {
    return Fal.builder().environment(name -> Optional.ofNullable(variables.get(name))).build();
  }

  private static String authorization(Provider fal) {
    return fal.authorize(fal.poll(JOB)).headers().get("Authorization");
  }

  @Test
  void theKeyIsSentInFalsOwnSchemeAndTrimmed() {
    assertThat(authorization(Fal.create(" " + KEY + "\r\n"))).isEqualTo("Key " + KEY);
  }

  @Test
  void authorizingReplacesWhatIsThere() {
    Fal fal = Fal.create(KEY);
    HttpCall call = fal.poll(JOB).toBuilder().putHeaders("authorization", "Key other").build();
    assertThat(fal.authorize(call).headers())
        .containsEntry("Authorization", "Key " + KEY)
        .containsEntry("Accept", "application/json")
        .hasSize(2);
  }

  @Test
  void theWholeKeyWinsOverThePair() {
    variables.put("FAL_KEY_ID", " id ");
    variables.put("FAL_KEY_SECRET", "secret\n");
    variables.put("FAL_KEY", "  ");
    assertThat(authorization(fromEnvironment())).isEqualTo("Key id:secret");
    variables.put("FAL_KEY", "a:b");
    assertThat(authorization(fromEnvironment())).isEqualTo("Key a:b");
  }

  @Test
  void theKeyIsReadAtEachCall() {
    Fal fal = fromEnvironment();
    variables.put("FAL_KEY", "a:b");
    assertThat(authorization(fal)).isEqualTo("Key a:b");
    AtomicReference<String> key = new AtomicReference<>("c:d");
    Fal supplied = Fal.builder().key(key::get).build();
    assertThat(authorization(supplied)).isEqualTo("Key c:d");
    key.set("e:f");
    assertThat(authorization(supplied)).isEqualTo("Key e:f");
  }

  @ParameterizedTest
  @CsvSource({"FAL_KEY_ID, FAL_KEY_SECRET", "FAL_KEY_SECRET, FAL_KEY_ID"})
  void halfAKeyIsNoneAndSaysWhichHalfIsMissing(String there, String missing) {
    variables.put(there, "half-a-key");
    variables.put(missing, " ");
    FalFactory factory = new FalFactory();
    assertThatThrownBy(
            () -> factory.fromEnvironment(name -> Optional.ofNullable(variables.get(name))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(missing + " is not set, and " + there + " is half a key for fal")
        .hasMessageNotContaining("half-a-key");
    Fal fal = fromEnvironment();
    assertThatThrownBy(() -> fal.authorize(fal.poll(JOB)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(missing);
    variables.put("FAL_KEY", "a:b");
    assertThat(authorization(fal)).isEqualTo("Key a:b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET"})
  void withoutAKeyNothingIsSent(String blank) {
    variables.put(blank, " ");
    Fal fal = fromEnvironment();
    HttpCall call = fal.poll(JOB);
    assertThatThrownBy(() -> fal.authorize(call))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET")
        .hasMessageContaining("Fal.create");
    assertThatThrownBy(() -> Fal.create(" ").authorize(call))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> Fal.builder().build().authorize(call))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden part", "hidden\npart", "hiddén", "hidden\u0000part"})
  void aKeyThatNoHeaderCanCarryIsNotShown(String key) {
    Fal fal = Fal.create(key);
    assertThatThrownBy(() -> fal.authorize(fal.poll(JOB)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("copy it again")
        .message()
        .doesNotContain("hid")
        .doesNotContain("part");
  }

  @Test
  void theKeyIsShownNowhere() {
    Fal fal = Fal.create(KEY);
    assertThat(fal.toString()).contains("https://queue.fal.run").doesNotContain(KEY);
    assertThat(fal.authorize(fal.poll(JOB)).toString())
        .contains("Authorization")
        .doesNotContain(KEY);
  }

  @Test
  void theKeyGoesToTheConfiguredOriginsOnly() {
    Fal fal = Fal.create(KEY);
    assertThat(fal.trusts(Origin.of("https://queue.fal.run/x"))).isTrue();
    assertThat(fal.trusts(Origin.of("https://queue.falrun.com"))).isTrue();
    assertThat(fal.trusts(Origin.of("https://fal.run"))).isTrue();
    assertThat(fal.trusts(Origin.of("https://rest.fal.ai"))).isTrue();
    assertThat(fal.trusts(Origin.of("http://queue.fal.run"))).isFalse();
    assertThat(fal.trusts(Origin.of("https://queue.fal.run:8443"))).isFalse();
    assertThat(fal.trusts(Origin.of("https://evilfal.run"))).isFalse();
    assertThat(fal.trusts(Origin.of("https://v3.fal.media"))).isFalse();

    Fal own =
        Fal.builder()
            .key(KEY)
            .queueUrl("http://localhost:8080")
            .runUrl("http://localhost:8081")
            .restUrl("http://localhost:8082/")
            .build();
    assertThat(own.trusts(Origin.of("http://localhost:8080"))).isTrue();
    assertThat(own.trusts(Origin.of("http://localhost:8081"))).isTrue();
    assertThat(own.trusts(Origin.of("http://localhost:8082"))).isTrue();
    assertThat(own.trusts(Origin.of("https://localhost:8080"))).isFalse();
    assertThat(own.trusts(Origin.of("https://queue.fal.run"))).isFalse();
    assertThat(own.trusts(Origin.of("https://queue.falrun.com"))).isFalse();
    assertThat(own.trusts(Origin.of("https://rest.fal.ai"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', https://queue.fal.run, https://fal.run",
    "' ', ' ', https://queue.fal.run, https://fal.run",
    "fal.example, '', https://queue.fal.example, https://fal.example",
    "'', q.example:8443, https://q.example:8443, https://fal.run",
    "fal.example, q.example, https://q.example, https://fal.example",
    "'', http://localhost:8080/, http://localhost:8080, https://fal.run",
    "http://fal.example:81, '', http://queue.fal.example:81, http://fal.example:81",
  })
  void theHostsOfTheEnvironmentAreTaken(String run, String queue, String base, String runBase) {
    variables.put("FAL_RUN_HOST", run);
    variables.put("FAL_QUEUE_RUN_HOST", queue);
    Fal fal = fromEnvironment();
    assertThat(fal.poll(JOB).url()).startsWith(base + "/fal-ai/flux-pro/requests/");
    assertThat(fal.trusts(Origin.of(runBase))).isTrue();
    Fal explicit =
        Fal.builder()
            .key("a:b")
            .queueUrl("http://localhost:1")
            .environment(name -> Optional.ofNullable(variables.get(name)))
            .build();
    assertThat(explicit.poll(JOB).url()).startsWith("http://localhost:1/");
    assertThat(authorization(explicit)).isEqualTo("Key a:b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue.fal.run", "ftp://queue.fal.run", "https://", "https://queue.fal.run/path",
        "https://queue.fal.run?x=1", "https://queue.fal.run#x", "https://me:pw@queue.fal.run", "",
        "https://queue fal.run"
      })
  void anAddressThatIsNoOriginIsRefused(String url) {
    Fal.Builder builder = Fal.builder().queueUrl(url);
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("queueUrl is ")
        .hasMessageContaining("https://queue.fal.run")
        .message()
        .doesNotContain("pw");
    variables.put("FAL_RUN_HOST", "a/b");
    assertThatThrownBy(this::fromEnvironment)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("FAL_RUN_HOST");
  }

  @Test
  void theFactoryIsFoundAndNeedsAKey() {
    Iterator<ProviderFactory> found = ServiceLoader.load(ProviderFactory.class).iterator();
    ProviderFactory factory = null;
    while (found.hasNext()) {
      ProviderFactory next = found.next();
      factory = next.name().equals("fal") ? next : factory;
    }
    assertThat(factory).isInstanceOf(FalFactory.class);
    assertThat(factory.keyVariables()).contains("FAL_KEY");
    assertThat(factory.fromEnvironment(name -> Optional.ofNullable(variables.get(name)))).isEmpty();
    variables.put("FAL_KEY_ID", "id");
    variables.put("FAL_KEY_SECRET", "secret");
    variables.put("FAL_QUEUE_RUN_HOST", "q.example");
    Provider fal = factory.fromEnvironment(name -> Optional.ofNullable(variables.get(name))).get();
    assertThat(fal.name()).isEqualTo("fal");
    assertThat(authorization(fal)).isEqualTo("Key id:secret");
    assertThat(fal.poll(JOB).url()).startsWith("https://q.example/");
  }
}
