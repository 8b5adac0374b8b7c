package dev.pictor.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "fal-ai/flux-pro/v1.1, fal-ai/flux-pro/v1.1, fal-ai/flux-pro",
    "fal-ai/flux-pro/v1.1-ultra/redux, fal-ai/flux-pro/v1.1-ultra/redux, fal-ai/flux-pro",
    "fal-ai/flux/schnell, fal-ai/flux/schnell, fal-ai/flux",
    "fal-ai/flux-2-pro, fal-ai/flux-2-pro, fal-ai/flux-2-pro",
    "fal-ai/flux-2-pro/, fal-ai/flux-2-pro, fal-ai/flux-2-pro",
    "workflows/me/wf/x, workflows/me/wf/x, workflows/me/wf",
    "comfy/me/wf, comfy/me/wf, comfy/me/wf",
    "123-myapp, 123/myapp, 123/myapp",
    "123-my-app, 123/my-app, 123/my-app",
    "owner/app/a b?c#d%2e, owner/app/a%20b%3Fc%23d%252e, owner/app",
    "öwner/app, %C3%B6wner/app, %C3%B6wner/app",
  })
  void submitsToTheWholeIdAndFollowsAtTheApp(String id, String path, String root) {
    Endpoint endpoint = Endpoint.parse(id);
    assertThat(endpoint.path()).isEqualTo(path);
    assertThat(endpoint.root()).isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "flux",
        "myapp-123",
        "123",
        "/fal-ai/flux",
        "fal-ai//flux",
        "fal-ai/ /x",
        "workflows/me",
        "comfy",
        "workflows",
        "fal-ai/..",
        "fal-ai/flux/../../x",
        "./flux",
        "123-a_b"
      })
  void refusesWhatCanBeNoEndpoint(String id) {
    assertThatThrownBy(() -> Endpoint.parse(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + id + "\"")
        .hasMessageContaining("fal-ai/flux/dev");
  }
}
