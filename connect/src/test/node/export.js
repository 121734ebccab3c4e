// Exports ten spans with each of the three exporters, one exporter after the other.
// OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_COMPRESSION are read by the exporters.
import { OTLPTraceExporter as Grpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as Json } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as Protobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

for (const Exporter of [Grpc, Json, Protobuf]) {
  const exporter = new Exporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('node');
  for (let i = 0; i < 10; i++) {
    tracer.startSpan(`GET /${i}`).end();
  }
  await provider.forceFlush();
  await provider.shutdown();
}
