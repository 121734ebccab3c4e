package io.spanmill.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A shape tells what its span would. */
class ShapesLaws {
  private static final List<String> NAMES =
      List.of("http.route", "peer.service", "db.system", "region", "k", "server.address", "");

  private final Shapes shapes = new Shapes();
  private final PeerNames peers = new PeerNames();
  private final RequestIndex index = new RequestIndex();
  private final Origins origins = new Origins();
  private final SpanView view = new SpanView();

  private Origin aim(TestSpan span) throws MalformedBytesException {
    byte[] request = TestSpan.toBytes(List.of(span));
    index.read(request);
    view.read(request, index.spanFrom(0), index.spanTo(0));
    return origins.of(index, 0);
  }

  @Test
  void aShapeTellsWhatItsSpanWouldAndNoOtherSpansHaveIt() throws MalformedBytesException {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> asked = some(random);
      shapes.ask(asked);
      Map<List<Object>, Shape> byLook = new HashMap<>();
      Set<Integer> numbers = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        TestSpan span = span(random);
        Origin origin = aim(span);
        Shape shape = (Shape) shapes.of(origin, view);
        assertThat(told(shape, asked)).as("seed %d", seed).isEqualTo(told(origin, asked));
        assertThat(shape.peer()).isEqualTo(peer());
        Shape before = byLook.putIfAbsent(look(span, asked), shape);
        assertThat(shape).as("seed %d", seed).isSameAs(before == null ? shape : before);
        assertThat(numbers.add(shape.number())).as("seed %d", seed).isEqualTo(before == null);
      }
    }
  }

  private static List<String> some(SplittableRandom random) {
    return NAMES.stream().filter(name -> random.nextBoolean()).toList();
  }

  private static TestSpan span(SplittableRandom random) {
    Map<String, String> attributes = new TreeMap<>();
    some(random).forEach(name -> attributes.put(name, "v" + random.nextInt(2)));
    TestSpan base =
        TestSpan.of(
            1 + random.nextInt(1000),
            0,
            "service-" + random.nextInt(2),
            SpanKind.values()[random.nextInt(SpanKind.values().length)]);
    return new TestSpan(
        base.idHigh(),
        base.idLow(),
        base.spanId(),
        random.nextInt(5),
        base.service(),
        base.kind(),
        StatusCode.values()[random.nextInt(3)],
        "op" + random.nextInt(2),
        random.nextInt(1000),
        1000,
        "",
        attributes);
  }

  /** All that may make a difference. */
  private static List<Object> look(TestSpan span, Collection<String> asked) {
    Map<String, String> attributes = new TreeMap<>(span.attributes());
    attributes
        .keySet()
        .removeIf(
            name ->
                !asked.contains(name)
                    && !(span.kind().isCalling() && PeerNames.NAMES.contains(name)));
    return List.of(span.service(), span.kind(), span.status(), span.name(), attributes);
  }

  private static List<Object> told(Shape shape, List<String> asked) throws MalformedBytesException {
    List<Object> told = new ArrayList<>();
    told.addAll(List.of(shape.origin(), shape.kind(), shape.status(), shape.name()));
    told.add(new String(shape.nameUtf8(), UTF_8));
    told.add(values(shape.attributes(), asked));
    return told;
  }

  private List<Object> told(Origin origin, List<String> asked) throws MalformedBytesException {
    List<Object> told = new ArrayList<>();
    told.addAll(List.of(origin, view.kind(), view.status(), view.name(), view.name()));
    told.add(values(view.attributes(), asked));
    return told;
  }

  private static List<String> values(Attributes attributes, List<String> names)
      throws MalformedBytesException {
    AttributeValue value = new AttributeValue();
    List<String> values = new ArrayList<>();
    for (String name : names) {
      values.add(attributes.find(new AttributeKey(name), value) ? value.text() : null);
    }
    return values;
  }

  private Peer peer() {
    return view.kind().isCalling() ? peers.of(view.attributes()) : null;
  }

  @Test
  void ofVeryManySomeAreStrangersUntilAllAreForgotten() throws MalformedBytesException {
    int[] known = new int[2];
    int spans = 100_000;
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < 2 * spans; i++) {
      TestSpan span = TestSpan.of(1 + i % spans, 0, "a", SpanKind.CLIENT);
      Origin origin = aim(span);
      Traits traits = shapes.of(origin, view);
      assertThat(traits.origin()).isSameAs(origin);
      assertThat(traits.peer()).isEqualTo(peer());
      known[i / spans] += traits instanceof Shape ? 1 : 0;
      if (i % spans == 0 && traits instanceof Shape shape) {
        firsts.add(shape.number());
      }
    }
    assertThat(known[0]).isEqualTo(4096);
    assertThat(known[1]).as("known from before, and after a new beginning").isEqualTo(2 * 4096);
    assertThat(firsts).as("still known when it comes again").hasSize(2).containsOnly(1);
  }

  @Test
  void whatIsAskedAnewHasOtherShapes() throws MalformedBytesException {
    TestSpan span = TestSpan.of(1, 0, "a", SpanKind.CLIENT);
    WantedAttributes region = new WantedAttributes(List.of("region"));
    Shape before = (Shape) shapes.of(aim(span), view);
    assertThat(region.areIn(before)).isFalse();
    shapes.ask(List.of("k", "region"));
    Shape after = (Shape) shapes.of(aim(span), view);
    assertThat(region.areIn(after)).isTrue();
    assertThat(region.areIn(before)).isFalse();
    assertThat(after.number()).isNotEqualTo(before.number());
  }
}
