package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.state.PolicySet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PolicyTextTest {
  private static final String STANDARD =
      "{policies: ["
          + "{name: errors, type: status_code, status_code: {status_codes: [ERROR]}},"
          + " {name: slow, type: latency, latency: {threshold_ms: 500}},"
          + " {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}]}";

  private static LoadedConfig load(String yaml) {
    return new ConfigReader(Map.of(), "host", Long.MAX_VALUE).readText("test.yaml", yaml);
  }

  @Test
  void isSpelledLikeThis() {
    assertThat(load("").policies()).isEqualTo(STANDARD);
  }

  /** Layout, comments and quotes make no difference, wherever it comes from. */
  @Test
  void whatSaysTheSameIsTheSameText() {
    String file =
        String.join(
            "\n",
            "sampling:",
            "  match: 'any' # or: first",
            "  policies:",
            "    - name: errors",
            "      type: \"status_code\"",
            "      status_code: { status_codes: [ 'ERROR' ] }",
            "    - {name: slow, type: latency, latency: {threshold_ms: 500}}",
            "    - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}");
    assertThat(load(file).policies()).isEqualTo(STANDARD);

    String list = STANDARD.substring("{policies: ".length(), STANDARD.length() - 1);
    ConfigReader environment =
        new ConfigReader(Map.of("SPANMILL_SAMPLING_POLICIES", list), "host", Long.MAX_VALUE);
    assertThat(environment.defaults().policies()).isEqualTo(STANDARD);
  }

  @Test
  void standsInAFileLikeThis() {
    assertThat(PolicyText.inFile(STANDARD))
        .isEqualTo(
            String.join(
                "\n",
                "sampling:",
                "  policies:",
                "    - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}",
                "    - {name: slow, type: latency, latency: {threshold_ms: 500}}",
                "    - {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}",
                ""));
    assertThat(load(PolicyText.inFile(STANDARD)).policies()).isEqualTo(STANDARD);
  }

  @Test
  void tellsWhatItCannotReadWithItsVersion() {
    PolicySet later = new PolicySet("0123456789ab", 0, "{match: any, sieve: fine}");
    assertThatThrownBy(() -> PolicyText.read(later))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("policies 0123456789ab: sampling.sieve: unknown key");
  }

  @Test
  void anyTextComesBackAsItWas() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String name = word(random);
      String value = word(random);
      String yaml =
          "sampling: {policies: [{name: "
              + quoted(name)
              + ", type: string_attribute, string_attribute: {key: k, values: ["
              + quoted(value)
              + "]}}]}";
      LoadedConfig loaded = load(yaml);
      String text = loaded.policies();
      List<PolicySpec> policies = PolicyText.read(new PolicySet("v", 0, text)).policies();

      assertThat(policies)
          .as("seed %d: %s", seed, text)
          .isEqualTo(loaded.config().sampling().policies());
      assertThat(policies.get(0).name()).as("seed %d", seed).isEqualTo(name);
      assertThat(load(PolicyText.inFile(text)).policies()).as("seed %d", seed).isEqualTo(text);
    }
  }

  private static String word(SplittableRandom random) {
    String[] special = {
      "null",
      "true",
      "no",
      "~",
      "12",
      "1e3",
      "0x1F",
      "-",
      "a: b",
      "#",
      "[",
      "}",
      ", ",
      "\"",
      "\\",
      "'",
      "\n",
      "\t",
      " ",
      "ü",
      "\u2028",
      "\u0085",
      "\ud83d\ude00",
      "x",
      "<<",
      "=",
      "2001-12-14"
    };
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      word.append(special[random.nextInt(special.length)]);
    }
    return word.toString();
  }

  /** Every character by its number, as YAML allows it. */
  private static String quoted(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    word.codePoints().forEach(point -> quoted.append(String.format("\\U%08x", point)));
    return quoted.append('"').toString();
  }
}
