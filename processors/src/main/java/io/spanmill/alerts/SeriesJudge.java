package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.TraceId;
import java.util.List;

/** Judges one series at the end of a window, and says what has come of it. Not thread-safe. */
final class SeriesJudge {
  private final AlertMemory memory;
  private final Circumstances circumstances;
  private final AlertBook.Output output;

  SeriesJudge(AlertMemory memory, Circumstances circumstances, AlertBook.Output output) {
    this.memory = memory;
    this.circumstances = circumstances;
    this.output = output;
  }

  void judge(Series series, long end) {
    boolean hidden = false;
    boolean changed = false;
    for (int lane = 0; lane < series.lanes().size(); lane++) {
      Lane state = series.lanes().get(lane);
      long wellSince = state.wellSince();
      changed |= step(series, lane, hidden, end) || wellSince != state.wellSince();
      hidden |= state.told() != null;
    }
    if (changed) {
      memory.putSeries(series);
    }
    Long judged = series.history().judgedAt(end);
    if (judged != null) {
      memory.putJudged(series, end, judged);
    }
  }

  private boolean step(Series series, int number, boolean hidden, long end) {
    Objective objective = series.objective();
    Lane lane = series.lanes().get(number);
    Alert told = lane.told();
    Reading reading =
        objective
            .condition()
            .read(
                new Question(
                    number, series.history(), objective.rules(), end, series.firstMillis(), told));
    switch (lane.step(reading, objective.rules(), hidden, end)) {
      case NONE -> {
        return false;
      }
      case PENDING -> tell(lane, alert(Alert.State.PENDING, series, number, reading, end));
      case FIRING -> tell(lane, alert(Alert.State.FIRING, series, number, reading, end));
      case RESOLVED, WITHDRAWN -> {
        if (told != null) {
          lane.tell(null);
          dismiss(told, end);
        }
      }
    }
    return true;
  }

  private void tell(Lane lane, Alert alert) {
    lane.tell(alert);
    output.tell(alert);
  }

  /** It is over, or nobody asks any more. */
  void dismiss(Alert told, long end) {
    if (told.state() == Alert.State.PENDING) {
      output.withdraw(told);
      return;
    }
    output.tell(
        new Alert(
            told.objective(),
            told.kind(),
            told.target(),
            told.severity(),
            Alert.State.RESOLVED,
            told.sinceMillis(),
            told.firedMillis(),
            end,
            told.evidence(),
            AlertText.resolved(told, end)));
  }

  private Alert alert(Alert.State state, Series series, int lane, Reading reading, long end) {
    Objective objective = series.objective();
    Alert told = series.lanes().get(lane).told();
    return new Alert(
        objective.name(),
        objective.condition().kind(),
        series.target(),
        objective.condition().severity(lane, objective.severity()),
        state,
        told == null ? end : told.sinceMillis(),
        state == Alert.State.FIRING ? end : Alert.NOT_YET,
        end,
        evidence(series, reading, end),
        AlertText.of(objective.condition(), series.target(), reading));
  }

  private Alert.Evidence evidence(Series series, Reading reading, long end) {
    long from = end - series.objective().rules().over().toMillis();
    AlertTarget target = series.target();
    List<TraceId> examples = series.history().between(from, end).examples();
    return new Alert.Evidence(
        reading.value(),
        reading.threshold(),
        reading.baseline(),
        reading.calls(),
        reading.windows(),
        circumstances.topContributor(target, from, end),
        circumstances.topError(target, from, end),
        examples);
  }
}
