package io.spanmill.exporter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Retry-After}, as <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC
 * 9110</a> has it: seconds, or a date, which is compared with the answer's own.
 */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  static @Nullable Duration of(Posted posted) {
    String text = posted.header("retry-after").strip();
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Duration delay = Duration.between(date(posted.header("date")), date(text));
      return delay.isNegative() ? Duration.ZERO : delay;
    } catch (DateTimeException noDate) {
      return null;
    }
  }

  private static ZonedDateTime date(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
