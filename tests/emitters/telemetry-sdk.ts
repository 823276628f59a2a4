import { context, trace, type Tracer } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** An application's telemetry. Every span is exported twice: as protobuf and as JSON. */
export interface TestTelemetry {
  readonly spans: NodeTracerProvider;
  readonly metrics: MeterProvider;
  readonly logs: LoggerProvider;
  readonly tracer: Tracer;
  /** Runs something below a span of the application's own, which is no AI span. */
  within<T>(name: string, work: () => Promise<T>): Promise<T>;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** @param url of a collector, to which exporters add their paths; null leaves it to the environment */
export function startTelemetry(
  url: string | null,
  resource: Record<string, string>,
): TestTelemetry {
  const target = (signal: string) => (url === null ? {} : { url: `${url}/v1/${signal}` });
  const described = resourceFromAttributes(resource);
  const spans = new NodeTracerProvider({
    resource: described,
    spanProcessors: [
      new BatchSpanProcessor(new ProtobufExporter(target('traces'))),
      new BatchSpanProcessor(new JsonExporter(target('traces'))),
    ],
  });
  spans.register();
  const metrics = new MeterProvider({
    resource: described,
    readers: [
      new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(target('metrics')) }),
    ],
  });
  const logs = new LoggerProvider({
    resource: described,
    processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(target('logs')) })],
  });
  const tracer = spans.getTracer('application');
  return {
    spans,
    metrics,
    logs,
    tracer,
    async within(name, work) {
      const span = tracer.startSpan(name);
      try {
        return await context.with(trace.setSpan(context.active(), span), work);
      } finally {
        span.end();
      }
    },
    async flush() {
      await spans.forceFlush();
      await metrics.forceFlush();
      await logs.forceFlush();
    },
    async shutdown() {
      await spans.shutdown();
      await metrics.shutdown();
      await logs.shutdown();
    },
  };
}
