package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.sampling.SamplingConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingReaderTest {

  private static SamplingConfig sampling(String section) {
    return new ConfigReader(Map.of(), "host", 1L << 30)
        .readText("file", "sampling: " + section)
        .config()
        .sampling();
  }

  @Test
  void theDefaultsAreThoseOfTheSpecification() {
    SamplingConfig config = sampling("{policies: []}");

    assertThat(config.match()).isEqualTo(SamplingConfig.Match.ANY);
    assertThat(config.precision()).isEqualTo(SamplingConfig.DEFAULT_PRECISION);
    assertThat(config.mode()).isEqualTo(SamplingConfig.Mode.ASSUME_UNSAMPLED);
    assertThat(config.randomness()).isEqualTo(SamplingConfig.RandomnessMode.PRESUME);
    assertThat(config.upstream()).isEmpty();
  }

  @Test
  void everythingCanBeSet() {
    SamplingConfig config =
        sampling(
            "{match: first, sampling_precision: 14, mode: preserve_unknown, randomness: hash}");

    assertThat(config.match()).isEqualTo(SamplingConfig.Match.FIRST);
    assertThat(config.precision()).isEqualTo(14);
    assertThat(config.mode()).isEqualTo(SamplingConfig.Mode.PRESERVE_UNKNOWN);
    assertThat(config.randomness()).isEqualTo(SamplingConfig.RandomnessMode.HASH);
  }

  @Test
  void servicesBehindAnOldSamplerAreNamedByWholeNamesWithWildcards() {
    SamplingConfig config =
        sampling(
            """
            {upstream: [{service: shop-*, legacy_ratio: low64, ratio: 0.1},
                        {service: 'a?c.d', legacy_ratio: java_abs, ratio: 1}]}
            """);

    assertThat(config.upstream())
        .extracting(SamplingConfig.Upstream::ratio)
        .containsExactly(0.1, 1.0);
    assertThat(config.upstream().get(0).service().matcher("shop-eu").matches()).isTrue();
    assertThat(config.upstream().get(0).service().matcher("my-shop-eu").matches()).isFalse();
    assertThat(config.upstream().get(1).service().matcher("abc.d").matches()).isTrue();
    assertThat(config.upstream().get(1).service().matcher("abcxd").matches()).isFalse();
  }

  @Test
  void theEnvironmentCanSayTheSame() {
    String upstream = "[{service: shop, legacy_ratio: low64, ratio: 0.1}]";
    SamplingConfig config =
        new ConfigReader(
                Map.of("SPANMILL_SAMPLING_UPSTREAM", upstream, "SPANMILL_SAMPLING_MATCH", "first"),
                "host",
                1L << 30)
            .defaults()
            .config()
            .sampling();

    assertThat(config.match()).isEqualTo(SamplingConfig.Match.FIRST);
    assertThat(config.version())
        .isEqualTo(sampling("{match: first, upstream: " + upstream + "}").version());
  }

  @Test
  void theVersionChangesWithWhatIsSaidAndNotWithHowItIsWritten() {
    String version = sampling("{match: any, policies: [{name: a, type: always_sample}]}").version();

    assertThat(version).matches("[0-9a-f]{12}");
    assertThat(sampling("{policies: [{\"name\": a, type:   always_sample}]}").version())
        .isEqualTo(version);
    assertThat(sampling("{policies: [{name: b, type: always_sample}]}").version())
        .isNotEqualTo(version);
    assertThat(
            sampling("{sampling_precision: 5, policies: [{name: a, type: always_sample}]}")
                .version())
        .isNotEqualTo(version);
  }

  @Test
  void aShareBesideWhatItLeavesIsRefused() {
    String policies =
        """
        policies: [{name: some, type: probabilistic, probabilistic: {sampling_percentage: 30}},
                   {name: rest, type: not, not: {not_sub_policy:
                     {type: probabilistic, probabilistic: {sampling_percentage: 30}}}}]
        """;

    assertThatThrownBy(() -> sampling("{" + policies + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "file: sampling.policies: \"rest\" is the opposite of \"some\", so their or keeps"
                + " everything: write always_sample for the two of them");
    assertThat(sampling("{match: first, " + policies + "}").policies()).hasSize(2);
    assertThat(sampling("{" + policies.replaceFirst("30", "20") + "}").policies()).hasSize(2);
  }
}
