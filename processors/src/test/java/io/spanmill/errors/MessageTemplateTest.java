package io.spanmill.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTemplateTest {
  private static final long SEED = 0x7e41_a7e5L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "empty cart for session u181 | empty cart for session <*>",
        "no answer for card 0-77 amount 33.61 | no answer for card <*> amount <*>",
        "amount -5 of +7 | amount <*> of <*>",
        "order 5f0e8400-e29b-41d4-a716-446655440000 is gone | order <*> is gone",
        "object at 0x7f3a9c001e50 has no attribute 'price' | object at <*> has no attribute 'price'",
        "relation \"no_such_table\" does not exist | relation \"no_such_table\" does not exist",
        "user 'alice smith' is unknown | user <*> is unknown",
        "can't open it, won't try | can't open it, won't try",
        "Unexpected token 'u', \"{\"user\": user-x\"... is no JSON | Unexpected token <*>... is no JSON",
        "connect ECONNREFUSED 10.0.3.17:5432 | connect ECONNREFUSED <*>",
        "mail to jo.smith@example.com failed | mail to <*> failed",
        "values [1, 2, 3] left | values [<*>] left",
        "2026-11-21T21:08:24.123Z is past | <*> is past",
        "GET /orders/1234/items/77 answered 500 | GET /orders/<*>/items/<*> answered <*>",
      })
  void takesOutWhatDiffers(String raw, String template) {
    assertThat(MessageTemplate.of(raw)).isEqualTo(template);
  }

  @Test
  void isOneLineOfBoundedLength() {
    String template = MessageTemplate.of("first\n  second\tthird " + "word ".repeat(10_000));
    assertThat(template).startsWith("first second third word").hasSizeLessThanOrEqualTo(300);
  }

  /** Whatever ids are put into a sentence, the sentence is what is left. */
  @Test
  void idsOfAnyKindLeaveTheSameTemplate() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> sentences =
        List.of("order %s of %s was lost", "no price for (%s): tried %s times", "%s: %s, gone");
    for (String sentence : sentences) {
      String expected = MessageTemplate.of(sentence.formatted("1", "2"));
      for (int i = 0; i < 2_000; i++) {
        String message = sentence.formatted(id(random), id(random));
        assertThat(MessageTemplate.of(message))
            .as("%s, seed %x, run %d", message, SEED, i)
            .isEqualTo(expected);
      }
    }
  }

  private static String id(SplittableRandom random) {
    long number = random.nextLong();
    return switch (random.nextInt(5)) {
      case 0 -> Long.toUnsignedString(number);
      case 1 -> "0x" + Long.toHexString(number);
      case 2 -> new java.util.UUID(number, random.nextLong()).toString();
      case 3 -> "u" + Math.floorMod(number, 1000);
      default -> Math.floorMod(number, 1000) / 10.0 + "";
    };
  }
}
