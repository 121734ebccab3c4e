package io.spanmill.topology.webhook;

import io.spanmill.exporter.Answer;
import io.spanmill.exporter.HttpAnswers;
import io.spanmill.exporter.HttpPoster;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts alerts, one attempt at a time, and counts what is answered. Thread-safe. */
public final class AlertPoster implements AutoCloseable {
  /** So many alerts go together. */
  static final int TOGETHER = 100;

  private static final Logger LOG = LoggerFactory.getLogger(AlertPoster.class);
  private static final String JSON = "application/json";

  /**
   * What fires ends by itself if it was not told again for so many times as it should have been.
   */
  private static final int MISSED = 3;

  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);

  private final URI url;
  private final Map<String, String> headers;
  private final HttpPoster poster;
  private final AlertmanagerJson json;
  private final InstantSource clock;
  private final Map<Answer.Kind, LongAdder> answers = new EnumMap<>(Answer.Kind.class);
  private boolean troubled;

  /**
   * @throws IOException if a file of TLS cannot be used; the message names it
   */
  public AlertPoster(URI url, WebhookConfig config, InstantSource clock) throws IOException {
    this.url = url;
    this.headers = config.headers();
    this.clock = clock;
    poster = HttpPoster.http1(config.timeout(), config.tls());
    Duration life = config.repeat().multipliedBy(MISSED);
    json =
        new AlertmanagerJson(
            life.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : life, config.link());
    for (Answer.Kind kind : Answer.Kind.values()) {
      answers.put(kind, new LongAdder());
    }
  }

  /** Requests that were answered so. */
  public long answers(Answer.Kind kind) {
    LongAdder adder = answers.get(kind);
    return adder == null ? 0 : adder.sum();
  }

  /**
   * Makes one attempt.
   *
   * @param alerts at most {@link #TOGETHER}
   */
  synchronized Answer post(List<Map<String, @Nullable Object>> alerts) {
    Answer answer = attempt(json.array(alerts, clock.instant()));
    LongAdder adder = answers.get(answer.kind());
    if (adder != null) {
      adder.increment();
    }
    say(answer);
    return answer;
  }

  private Answer attempt(byte[] body) {
    try {
      return HttpAnswers.of(poster.post(url, JSON, headers, body));
    } catch (IOException failure) {
      return Answer.none(failure);
    }
  }

  /** What is new, and not again until it is over. */
  private void say(Answer answer) {
    boolean trouble = answer.kind() != Answer.Kind.ACCEPTED;
    if (trouble && !troubled) {
      LOG.warn("{} does not take alerts: {}", url, answer.told());
    } else if (!trouble && troubled) {
      LOG.info("{} takes alerts again", url);
    }
    troubled = trouble;
  }

  /** Ends what is under way, which fails. */
  @Override
  public void close() {
    poster.close();
  }
}
