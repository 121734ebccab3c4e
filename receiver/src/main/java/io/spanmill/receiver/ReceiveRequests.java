package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** What the server does with each request. Nothing in here waits. */
final class ReceiveRequests extends Handler.Abstract {
  private final Limits limits;
  private final Admission admission;
  private final Destination destination;
  private final Doors doors;
  private final ByteBudget budget;
  private final OpenReceptions open = new OpenReceptions();
  private final AnswerCounts counts = new AnswerCounts();
  private final String tooLate;
  private volatile boolean closing;

  ReceiveRequests(ReceiverConfig config, Destination destination) {
    this.limits = config.limits();
    this.admission = new Admission(limits.recordBytes(), config.division());
    this.destination = destination;
    this.doors = new Doors(config.token(), limits.wireBytes());
    this.budget = new ByteBudget(limits.memoryBytes());
    this.tooLate = "not confirmed within " + limits.answerTime().toMillis() + " ms; try again";
  }

  OpenReceptions open() {
    return open;
  }

  ByteBudget budget() {
    return budget;
  }

  AnswerCounts counts() {
    return counts;
  }

  /** From now on, refuses what comes. */
  void close() {
    closing = true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (isHealthQuestion(request)) {
      answerHealth(response, callback);
    } else {
      receive(request, response, callback);
    }
    return true;
  }

  private static boolean isHealthQuestion(Request request) {
    return HttpMethod.GET.is(request.getMethod()) && Request.getPathInContext(request).equals("/");
  }

  private void answerHealth(Response response, Callback callback) {
    response.setStatus(closing ? 503 : 200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    byte[] text = (closing ? "shutting down\n" : "receiving\n").getBytes(US_ASCII);
    response.write(true, ByteBuffer.wrap(text), callback);
  }

  private void receive(Request request, Response response, Callback callback) {
    Entrance entrance = new Entrance(callback);
    Answers answers = new FirstAnswer(answers(request, response, entrance), counts);
    try {
      Envelope envelope = doors.open(request);
      if (closing) {
        throw new RefusedException(Refusal.UNAVAILABLE, "shutting down; try again");
      }
      take(request, envelope, answers, entrance);
    } catch (RefusedException refused) {
      turnAway(request, refused, answers, entrance);
    }
  }

  private void take(Request request, Envelope envelope, Answers answers, Entrance entrance) {
    Held held = new Held(budget);
    Reception reception =
        new Reception(envelope, answers, admission, destination, held, limits.requestBytes());
    entrance.enter(reception, schedule(() -> reception.abandon(tooLate)));
    request.addFailureListener(failure -> reception.broken());
    GrowingBytes body = new GrowingBytes(held, limits.wireBytes(), "on the wire");
    new BodyReader(request, body, limits.wireBytes(), null, reception).read();
  }

  /** What is too large by its own word is not read on: a sender may be waiting to be asked. */
  private void turnAway(
      Request request, RefusedException refused, Answers answers, Entrance entrance) {
    TurnedAway away = new TurnedAway(answers, refused);
    if (refused.refusal() == Refusal.TOO_LARGE) {
      away.broken();
      return;
    }
    entrance.await(schedule(away::broken));
    GrowingBytes nothing = new GrowingBytes(new Held(budget), 0, "");
    new BodyReader(request, nothing, limits.wireBytes(), refused, away).read();
  }

  private static Answers answers(Request request, Response response, Callback callback) {
    if (Doors.isGrpc(request)) {
      return new GrpcAnswers(response, callback);
    }
    Encoding asked = Encoding.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    return new HttpAnswers(response, callback, asked == null ? Encoding.JSON : asked);
  }

  private Scheduler.Task schedule(Runnable end) {
    return getServer()
        .getScheduler()
        .schedule(end, limits.answerTime().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for the end of a body that nobody wants. */
  private record TurnedAway(Answers answers, RefusedException why) implements BodyReader.Listener {
    @Override
    public void read(GrowingBytes body) {
      broken();
    }

    @Override
    public void refused(RefusedException refused) {
      broken();
    }

    @Override
    public void broken() {
      answers.refuse(why.refusal(), why.reason());
    }
  }

  /** Knows when the answer is out. */
  private final class Entrance implements Callback {
    private final Callback callback;
    private @Nullable Reception reception;
    private Scheduler.@Nullable Task end;
    private boolean left;

    Entrance(Callback callback) {
      this.callback = callback;
    }

    /** Does nothing if the answer is out already. */
    synchronized void enter(Reception entering, Scheduler.Task itsEnd) {
      if (!left) {
        reception = entering;
        end = itsEnd;
        open.add(entering);
      }
    }

    synchronized void await(Scheduler.Task itsEnd) {
      end = itsEnd;
    }

    @Override
    public void succeeded() {
      leave();
      callback.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
      leave();
      callback.failed(failure);
    }

    @Override
    public InvocationType getInvocationType() {
      return callback.getInvocationType();
    }

    private synchronized void leave() {
      left = true;
      if (end != null) {
        end.cancel();
      }
      if (reception != null) {
        open.remove(reception);
      }
    }
  }
}
