package io.spanmill.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestSplitterRefusalTest implements RequestSplitter.Output {
  private static final int EVENTS = ProtoReader.tag(11, ProtoReader.LEN);

  private static final int UNKNOWN = ProtoReader.tag(99, ProtoReader.LEN);

  private final RequestSplitter splitter = new RequestSplitter(4, 1 << 20, 8 << 20);
  private final List<Integer> bundles = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  @Test
  void putsNothingOutOfARequestWithOneBadLeaf() throws Exception {
    byte[] nameThatIsNoText = {0x12, 1, (byte) 0xff};
    byte[] bad = request(nameThatIsNoText);
    assertThatThrownBy(() -> splitter.split(bad, this))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageStartingWith("text is not UTF-8");
    assertThat(bundles).isEmpty();
    assertThat(refused).isEmpty();
  }

  @Test
  void takesTheSameRequestWithAGoodLeaf() throws Exception {
    splitter.split(request(new byte[] {0x12, 1, 'x'}), this);
    assertThat(bundles).containsExactly(2);
  }

  @Test
  void aSpanThatNoRecordCouldHoldIsRefusedAlone() throws Exception {
    splitter.split(
        request(new ProtoWriter(16).writeField(UNKNOWN, new byte[8 << 20]).toByteArray()), this);
    assertThat(refused).singleElement(STRING).endsWith("is over the record limit of 8388608");
    assertThat(bundles).containsExactly(1);
  }

  /** Every bundle repeats the resource: 4 MiB a thousand times would be 4 GB out of one request. */
  @Test
  void aLargeResourceIsNotRepeatedForEverySpan() throws Exception {
    ProtoWriter out = new ProtoWriter(5 << 20);
    int resource = out.beginMessage(OtlpFields.RESOURCE_SPANS);
    out.writeField(UNKNOWN, new byte[4 << 20]);
    int scope = out.beginMessage(OtlpFields.SCOPE_SPANS);
    for (int i = 0; i < 1_000; i++) {
      out.writeField(OtlpFields.SPANS, span(i % 100 + 1).toByteArray());
    }
    out.endMessage(scope);
    splitter.split(out.endMessage(resource).toByteArray(), this);
    assertThat(bundles).containsExactly(1_000);
  }

  /** Two spans of one trace, the second with this event. */
  private static byte[] request(byte[] event) {
    ProtoWriter out = new ProtoWriter(128);
    int resource = out.beginMessage(OtlpFields.RESOURCE_SPANS);
    int scope = out.beginMessage(OtlpFields.SCOPE_SPANS);
    out.writeField(OtlpFields.SPANS, span(1).toByteArray());
    out.writeField(OtlpFields.SPANS, span(2).writeField(EVENTS, event).toByteArray());
    out.endMessage(scope);
    return out.endMessage(resource).toByteArray();
  }

  private static ProtoWriter span(int id) {
    byte[] traceId = new byte[16];
    traceId[0] = 7;
    byte[] spanId = {0, 0, 0, 0, 0, 0, 0, (byte) id};
    return new ProtoWriter(64)
        .writeField(OtlpFields.TRACE_ID, traceId)
        .writeField(OtlpFields.SPAN_ID, spanId);
  }

  @Override
  public void bundle(int partition, byte[] traces, int spans) {
    bundles.add(spans);
  }

  @Override
  public void refusedSpan(String reason, byte[] traces) {
    refused.add(reason);
  }
}
