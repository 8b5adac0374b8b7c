package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicateValidationTest extends ReplicateScenario {
  private static final String OWNER = "black-forest-labs/";

  private Answer run(String model, String input) {
    return create("/models/" + OWNER + model + "/predictions", "{\"input\":" + input + "}");
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    Answer answer = run("flux-schnell", "{\"num_inference_steps\":5}");
    assertThat(answer.status).isEqualTo(422);
    assertThat(answer.text())
        .isEqualTo(
            "{\"detail\":\"- input: prompt is required\\n- input.num_inference_steps: Must be less"
                + " than or equal to 4\\n\",\"status\":422,\"title\":\"Input validation"
                + " failed\",\"invalid_fields\":[{\"type\":\"required\",\"field\":\"input\","
                + "\"description\":\"prompt is required\"},{\"type\":\"number_lte\",\"field\":"
                + "\"input.num_inference_steps\",\"description\":\"Must be less than or equal to"
                + " 4\"}]}");
    assertThat(replicate.paidJobs()).isZero();
  }

  @Test
  void choicesAreListed() {
    assertThat(run("flux-1.1-pro-ultra", "{\"prompt\":\"x\",\"output_format\":\"webp\"}").text())
        .isEqualTo(
            "{\"detail\":\"- input.output_format: output_format must be one of the following:"
                + " \\\"jpg\\\", \\\"png\\\"\\n\",\"status\":422,\"title\":\"Input validation"
                + " failed\",\"invalid_fields\":[{\"type\":\"enum\",\"field\":"
                + "\"input.output_format\",\"description\":\"output_format must be one of the"
                + " following: \\\"jpg\\\", \\\"png\\\"\"}]}");
  }

  @Test
  void anEditOfKontextHasASmallerTolerance() {
    String image = ",\"input_image\":\"https://example.com/a.png\"}";
    assertThat(run("flux-kontext-max", "{\"prompt\":\"x\",\"safety_tolerance\":3" + image).text())
        .contains("- input.safety_tolerance: Must be less than or equal to 2\\n");
    assertThat(run("flux-kontext-max", "{\"prompt\":\"x\",\"safety_tolerance\":2" + image).status)
        .isEqualTo(201);
    assertThat(run("flux-kontext-max", "{\"prompt\":\"x\",\"safety_tolerance\":6}").status)
        .isEqualTo(201);
  }

  @Test
  void theTopLevelIsClosed() {
    Answer answer = create("/predictions", "{\"model\":\"x\",\"input\":{\"prompt\":null}}");
    assertThat(answer.text())
        .isEqualTo(
            "{\"detail\":\"- version is required\\n- Additional property model is not"
                + " allowed\\n\",\"status\":422,\"title\":\"Input validation failed\","
                + "\"invalid_fields\":[{\"type\":\"required\",\"field\":\"\",\"description\":"
                + "\"version is required\"},{\"type\":\"additional_property_not_allowed\","
                + "\"field\":\"\",\"description\":\"Additional property model is not allowed\"}]}");
    assertThat(create(PRO, "{\"version\":\"x\",\"input\":{\"prompt\":\"x\"}}").text())
        .contains("Additional property version is not allowed");
    assertThat(create(PRO, "{}").text()).contains("- input is required\\n");
    assertThat(create(PRO, "{\"input\":[]}").text())
        .contains("- input: Invalid type. Expected: object, given: array\\n");
    assertThat(create(PRO, "[]").text())
        .contains("- Invalid type. Expected: object, given: array\\n");
    assertThat(create(PRO, "not json").status).isEqualTo(422);
    assertThat(create(PRO, "").status).isEqualTo(422);
  }

  @Test
  void webhooksAreChecked() {
    assertThat(create(PRO, "{\"input\":{\"prompt\":\"x\"},\"webhook\":\"here\"}").text())
        .contains("- webhook: Does not match format 'uri'\\n");
    assertThat(
            create(
                    PRO,
                    "{\"input\":{\"prompt\":\"x\"},\"webhook_events_filter\":[\"start\",\"end\"]}")
                .text())
        .contains("\"type\":\"enum\",\"field\":\"webhook_events_filter.1\"");
    assertThat(create(PRO, "{\"input\":{\"prompt\":\"x\"},\"stream\":1}").text())
        .contains("- stream: Invalid type. Expected: boolean, given: integer\\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flux-1.1-pro | {'seed':null} | input.seed: Invalid type. Expected: integer, given: null",
        "flux-1.1-pro | {'seed':1.5} | input.seed: Invalid type. Expected: integer, given: number",
        "flux-1.1-pro | {'seed':'1'} | input.seed: Invalid type. Expected: integer, given: string",
        "flux-1.1-pro | {'image_prompt':''} | input.image_prompt: Does not match format 'uri'",
        "flux-1.1-pro | {'image_prompt':null} | input.image_prompt: Invalid type. Expected: string",
        "flux-1.1-pro | {'aspect_ratio':''} | input.aspect_ratio: aspect_ratio must be one of",
        "flux-1.1-pro | {'aspect_ratio':'21:9'} | one of the following: \\\"custom\\\", \\\"1:1\\\"",
        "flux-1.1-pro | {'width':255} | input.width: Must be greater than or equal to 256",
        "flux-1.1-pro | {'height':1441} | input.height: Must be less than or equal to 1440",
        "flux-1.1-pro | {'prompt_upsampling':1} | Expected: boolean, given: integer",
        "flux-1.1-pro | {'safety_tolerance':0} | Must be greater than or equal to 1",
        "flux-1.1-pro | {'prompt':7} | input.prompt: Invalid type. Expected: string, given: integer",
        "flux-1.1-pro-ultra | {'image_prompt_strength':1.01} | Must be less than or equal to 1",
        "flux-1.1-pro-ultra-finetuned | {'seed':1} | input: finetune_id is required",
        "flux-1.1-pro-ultra-finetuned | {'finetune_id':'a','finetune_strength':2.1} | equal to 2",
        "flux-schnell | {'megapixels':1} | input.megapixels: Invalid type. Expected: string",
        "flux-schnell | {'num_outputs':5} | input.num_outputs: Must be less than or equal to 4",
        "flux-dev | {'guidance':-0.1} | input.guidance: Must be greater than or equal to 0",
        "flux-dev | {'num_inference_steps':51} | Must be less than or equal to 50",
        "flux-kontext-pro | {'safety_tolerance':7} | Must be less than or equal to 6",
        "flux-kontext-max | {'output_format':'webp'} | one of the following: \\\"jpg\\\", \\\"png\\\"",
        "flux-2-pro | {'resolution':'1MP'} | input.resolution: resolution must be one of",
        "flux-2-max | {'input_images':'a'} | Expected: array, given: string",
        "flux-2-pro | {'input_images':[7]} | input.input_images.0: Invalid type. Expected: string",
        "flux-2-flex | {'guidance':1.4} | input.guidance: Must be greater than or equal to 1.5"
      })
  void inputsAreChecked(String model, String extra, String problem) {
    String input = extra.replace('\'', '"');
    if (!input.contains("\"prompt\":")) {
      input = "{\"prompt\":\"x\"," + input.substring(1);
    }
    Answer answer = run(model, input);
    assertThat(answer.status).isEqualTo(422);
    assertThat(answer.text()).contains(problem);
  }

  @Test
  void listsOfImagesHaveAnEnd() {
    JsonValue[] nine = new JsonValue[9];
    Arrays.fill(nine, JsonValue.of("https://example.com/a.png"));
    String images = JsonValue.array(Arrays.asList(nine)).toString();
    assertThat(run("flux-2-pro", "{\"prompt\":\"x\",\"input_images\":" + images + "}").text())
        .contains("- input.input_images: Array must have at most 8 items\\n");
    assertThat(run("flux-2-flex", "{\"prompt\":\"x\",\"input_images\":" + images + "}").status)
        .isEqualTo(201);
  }

  @Test
  void reduxTakesAnImageInPlaceOfAPrompt() {
    assertThat(run("flux-redux-dev", "{\"prompt\":\"x\"}").text())
        .contains("- input: redux_image is required\\n");
    assertThat(run("flux-redux-schnell", "{\"redux_image\":\"data:image/png;base64,AA==\"}").status)
        .isEqualTo(201);
  }

  @Test
  void everythingThatAModelTakesIsTaken() {
    assertThat(
            run(
                    "flux-1.1-pro",
                    "{\"prompt\":\"\",\"image_prompt\":\"https://example.com/a.png\","
                        + "\"aspect_ratio\":\"custom\",\"width\":1440,\"height\":256,"
                        + "\"safety_tolerance\":6,\"seed\":1.0,\"prompt_upsampling\":true,"
                        + "\"output_format\":\"jpg\",\"output_quality\":100}")
                .status)
        .isEqualTo(201);
  }

  @Test
  void unknownInputsAreIgnoredUnlessTheRulesSayOtherwise() {
    assertThat(run("flux-1.1-pro", "{\"prompt\":\"x\",\"size\":1}").status).isEqualTo(201);
    replicate.rules(ReplicateRules.standard().unknownInput(UnknownInput.REFUSED));
    assertThat(run("flux-1.1-pro", "{\"prompt\":\"x\",\"size\":1}").text())
        .contains(
            "{\"type\":\"additional_property_not_allowed\",\"field\":\"input\",\"description\":"
                + "\"Additional property size is not allowed\"}");
  }

  @Test
  void modelsOfTheUserTakeAnything() {
    replicate.offer(ReplicateModel.official("acme/anything"));
    assertThat(create("/models/acme/anything/predictions", "{\"input\":{\"a\":null}}").status)
        .isEqualTo(201);
  }

  @Test
  void theOrderOfTheChecksIsThatOfTheService() {
    try (ReplicateEmulator strict = ReplicateEmulator.builder().key("r8_x").clock(clock).start()) {
      strict.limits(ReplicateLimits.lowCredit());
      String door = strict.apiUrl() + "/models/no/where/predictions";
      String[] token = {"Authorization", "Bearer r8_x"};
      assertThat(http.post(door, "{}").status).isEqualTo(401);
      assertThat(http.post(door, "{}", token).status).isEqualTo(422);
      assertThat(http.post(door, "{}", token).status).isEqualTo(429);
      strict.limits(ReplicateLimits.noCredit());
      assertThat(http.post(door, "{\"input\":{}}", token).status).isEqualTo(404);
      Answer poor = http.post(strict.apiUrl() + PRO, "{\"input\":{}}", token);
      assertThat(poor.status).isEqualTo(402);
      assertThat(poor.text())
          .isEqualTo(
              "{\"title\":\"Insufficient credit\",\"detail\":\"You have insufficient credit to run"
                  + " this model. Go to https://replicate.com/account/billing#billing to purchase"
                  + " credit. Once you purchase credit, please wait a few minutes before trying"
                  + " again.\",\"status\":402}\n");
      strict.limits(ReplicateLimits.none());
      assertThat(http.post(strict.apiUrl() + PRO, "{\"input\":{}}", token).status).isEqualTo(422);
      assertThat(strict.paidJobs()).isZero();
    }
  }
}
