package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.ID;
import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.TOKEN;
import static dev.pictor.replicate.Fixtures.call;
import static dev.pictor.replicate.Fixtures.job;
import static dev.pictor.replicate.Fixtures.replicate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.ConfigurationException;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private final Map<String, String> variables = new HashMap<>();

  private Optional<String> environment(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  private static HttpCall authorized(Replicate replicate) {
    return replicate.authorize(replicate.submit(call(PRO).build()));
  }

  @Test
  void theTokenIsABearerWithoutWhiteSpaceAround() {
    Replicate replicate = Replicate.builder().token(" " + TOKEN + "\n").build();

    assertThat(authorized(replicate).headers()).containsEntry("Authorization", "Bearer " + TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void aBlankTokenIsReportedByTheFirstCallOnly(String token) {
    Replicate replicate = Replicate.create(token);
    HttpCall call = JobCalls.poll(job(PRO, ID), BaseUrl.parse("baseUrl", Fixtures.BASE));

    assertThatThrownBy(() -> replicate.authorize(call))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("REPLICATE_API_TOKEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r8_abc\nX-Evil: 1", "r8_ab c", "r8_äbc", "r8_\u0000c"})
  void aTokenThatNoHeaderCanCarryIsReportedWithoutShowingIt(String token) {
    assertThatThrownBy(
            () -> authorized(Replicate.builder().token(token).baseUrl(Fixtures.BASE).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("REPLICATE_API_TOKEN")
        .hasMessageNotContaining("r8_");
  }

  @Test
  void theTokenCanBeReplacedWhileTheProviderLives() {
    AtomicReference<String> token = new AtomicReference<>("first");
    Replicate replicate = Replicate.builder().token(token::get).baseUrl(Fixtures.BASE).build();

    for (String next : new String[] {"first", "other", "another", "other", "first"}) {
      token.set(next);
      assertThat(authorized(replicate).headers()).containsEntry("Authorization", "Bearer " + next);
    }
  }

  @Test
  void neitherTheProviderNorItsCallsShowTheToken() {
    Replicate replicate = replicate();

    assertThat(replicate.toString()).isEqualTo("replicate");
    assertThat(authorized(replicate).toString()).contains("Authorization").doesNotContain(TOKEN);
  }

  @Test
  void theVariablesAreReadByEachCall() {
    Replicate replicate = Replicate.builder().environment(this::environment).build();

    assertThatThrownBy(() -> authorized(replicate)).isInstanceOf(ConfigurationException.class);
    variables.put("REPLICATE_API_TOKEN", TOKEN);
    variables.put("REPLICATE_BASE_URL", "http://localhost:8080");
    HttpCall call = authorized(replicate);

    assertThat(call.headers()).containsEntry("Authorization", "Bearer " + TOKEN);
    assertThat(call.url()).startsWith("http://localhost:8080/v1/models/");
  }

  @Test
  void whatIsSetInTheBuilderWinsOverTheVariables() {
    variables.put("REPLICATE_API_TOKEN", "other");
    variables.put("REPLICATE_BASE_URL", "https://other.example");
    Replicate replicate =
        Replicate.builder()
            .environment(this::environment)
            .token(TOKEN)
            .baseUrl(Fixtures.BASE)
            .build();

    assertThat(authorized(replicate).headers()).containsEntry("Authorization", "Bearer " + TOKEN);
    assertThat(authorized(replicate).url()).startsWith(Fixtures.BASE + "/v1/");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.replicate.com, https://api.replicate.com/v1/predictions/i",
    "https://api.replicate.com/, https://api.replicate.com/v1/predictions/i",
    "https://api.replicate.com/v1, https://api.replicate.com/v1/predictions/i",
    "https://api.replicate.com/v1/, https://api.replicate.com/v1/predictions/i",
    "http://127.0.0.1:8080, http://127.0.0.1:8080/v1/predictions/i",
    "https://proxy.example/replicate, https://proxy.example/replicate/v1/predictions/i"
  })
  void theBaseUrlIsTakenWithAndWithoutItsVersion(String base, String url) {
    assertThat(Replicate.builder().baseUrl(base).build().poll(job(PRO, "i")).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "api.replicate.com", "ftp://x.example", "https://x.example?y=1", "::", "a b"})
  void whatIsNoBaseUrlIsRefusedAtOnce(String base) {
    assertThatThrownBy(() -> Replicate.builder().token(TOKEN).baseUrl(base).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "baseUrl is \""
                + base
                + "\"; it must be scheme, host, optional port and path, such as"
                + " https://api.replicate.com");
  }

  @Test
  void aVariableThatIsNoBaseUrlIsRefusedAtOnce() {
    variables.put("REPLICATE_API_TOKEN", TOKEN);
    variables.put("REPLICATE_BASE_URL", "not a url");
    assertThatThrownBy(() -> new ReplicateFactory().fromEnvironment(this::environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("REPLICATE_BASE_URL is \"not a url\"; it must be");
  }

  @Test
  void aPasswordInTheBaseUrlIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Replicate.builder().baseUrl("https://me:pass-word@x.example").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("baseUrl is a URL with user information; ")
        .hasMessageNotContaining("pass-word");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.replicate.com/v1/x, true",
    "https://API.replicate.com:443, true",
    "http://api.replicate.com, false",
    "https://api.replicate.com:8443, false",
    "https://replicate.com, false",
    "https://replicate.delivery, false",
    "https://stream.replicate.com, false",
    "https://api.replicate.com.evil.example, false"
  })
  void onlyTheConfiguredOriginIsTrusted(String url, boolean trusted) {
    assertThat(replicate().trusts(Origin.of(url))).isEqualTo(trusted);
  }

  @Test
  void withAnotherBaseTheOfficialOneIsNotTrusted() {
    Replicate replicate = Replicate.builder().token(TOKEN).baseUrl("http://localhost:1").build();

    assertThat(replicate.trusts(Origin.of("http://localhost:1"))).isTrue();
    assertThat(replicate.trusts(Origin.of("https://api.replicate.com"))).isFalse();
  }

  @Test
  void theFactoryIsFoundAndNeedsAToken() {
    ProviderFactory factory = null;
    for (ProviderFactory found : ServiceLoader.load(ProviderFactory.class)) {
      factory = found.name().equals("replicate") ? found : factory;
    }

    assertThat(factory).isInstanceOf(ReplicateFactory.class);
    assertThat(factory.keyVariables()).isEqualTo("REPLICATE_API_TOKEN");
    assertThat(factory.fromEnvironment(this::environment)).isEmpty();
    variables.put("REPLICATE_API_TOKEN", " ");
    assertThat(factory.fromEnvironment(this::environment)).isEmpty();
    variables.put("REPLICATE_API_TOKEN", TOKEN);
    variables.put("REPLICATE_BASE_URL", " ");
    Provider provider = factory.fromEnvironment(this::environment).get();
    assertThat(provider.name()).isEqualTo("replicate");
    assertThat(provider.poll(job(PRO, "i")).url())
        .isEqualTo("https://api.replicate.com/v1/predictions/i");
  }
}
