package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SharedPartitionsTest {
  @Test
  void theConfigurationSaysItWhereNothingExists() {
    assertThat(SharedPartitions.of(Map.of(), 8)).isEqualTo(8);
  }

  @Test
  void whatExistsSaysItWhateverTheConfigurationDoes() {
    assertThat(SharedPartitions.of(Map.of("mill-spans", 3), 8)).isEqualTo(3);
  }

  @Test
  void twoThatDifferAreNamed() {
    Map<String, Integer> found = new LinkedHashMap<>();
    found.put("mill-spans", 4);
    found.put("mill-sums", 4);
    found.put("mill-red-windows-changelog", 3);
    assertThatThrownBy(() -> SharedPartitions.of(found, 4))
        .isInstanceOf(KafkaFailure.class)
        .hasMessage(
            "mill-spans has 4 partitions and mill-red-windows-changelog has 3: they must have the"
                + " same number");
  }
}
