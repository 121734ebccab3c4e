package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Threshold;
import io.spanmill.model.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchBudgetVectorTest {
  private static final Pattern ITEM =
      Pattern.compile("\\[\\s*\"([^\"]*)\"\\s*,\\s*\"([0-9a-f]{14})\"\\s*,\\s*([0-9]+)\\s*]");

  private record Item(String id, long random, long cost) {
    static Item of(MatchResult match) {
      long random = HexFormat.fromHexDigitsToLong(match.group(2));
      return new Item(match.group(1), random, Long.parseLong(match.group(3)));
    }
  }

  static Stream<Vectors.Row> batches() {
    return Vectors.of("batch_budget");
  }

  @ParameterizedTest
  @MethodSource("batches")
  void keepsWhatFits(Vectors.Row row) {
    List<Item> items = ITEM.matcher(row.text("items_json")).results().map(Item::of).toList();
    BatchBudget batch = new BatchBudget(Long.parseLong(row.text("budget")));
    items.forEach(item -> batch.add(item.random(), item.cost()));
    long threshold = batch.threshold();
    List<String> kept = new ArrayList<>();
    items.stream().filter(item -> item.random() >= threshold).forEach(item -> kept.add(item.id()));
    assertThat(kept).isEqualTo(Vectors.strings(row.text("kept_json")));
    assertThat(HexFormat.of().toHexDigits(threshold, 14)).isEqualTo(row.text("threshold_hex14"));
    if (!kept.isEmpty()) {
      assertThat(Threshold.encode(threshold)).isEqualTo(row.text("out_th"));
    }
    assertEstimate(kept.size(), threshold, row.text("count_estimate_exact"));
  }

  /** So many kept, each of weight 2^56 / (2^56 − T), as a fraction. */
  private static void assertEstimate(int kept, long threshold, String fraction) {
    String[] parts = fraction.split("/");
    BigInteger left = BigInteger.valueOf(kept).multiply(BigInteger.valueOf(Threshold.MAX));
    BigInteger right = BigInteger.valueOf(Threshold.MAX - threshold);
    assertThat(left.multiply(new BigInteger(parts[1])))
        .isEqualTo(right.multiply(new BigInteger(parts[0])));
  }
}
