import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { BellwetherError } from '../../core/errors.ts';
import { createBodyReader } from '../../ingest/decompress-body.ts';
import { DEFAULT_LIMITS } from '../../ingest/ingest.ts';
import type { AiSpan } from '../../ingest/otlp/ai-span.ts';
import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodingOf,
  type OtlpEncoding,
} from '../../ingest/otlp/decode-request.ts';
import { encodeAnswer, type Refused } from '../../ingest/otlp/encode-answer.ts';
import { mapLogs, type MappedEvent, type MappedEvents } from '../../ingest/otlp/map-logs.ts';
import { mapMetrics } from '../../ingest/otlp/map-metrics.ts';
import { mapTraces } from '../../ingest/otlp/map-traces.ts';
import { createMetricSeries } from '../../ingest/otlp/metric-series.ts';
import type { OtlpSignal } from '../../ingest/otlp/wire-schema.ts';
import { MAX_TRACE_SPANS } from '../../store/questions/find-traces.ts';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { OTLP_CONTENT_TYPES } from '../otlp-status.ts';
import { guardTelemetry } from './guard-telemetry.ts';
import { MAX_BODY_BYTES } from './accept-events.ts';
import { problems } from './request-schemas.ts';

/** What a request was mapped to, whichever signal it was. */
interface Mapped extends MappedEvents {
  readonly spans?: readonly AiSpan[];
  /** Called once all of it is kept. */
  readonly onKept?: () => void;
}

/** Workloads remembered as senders of spans; each is a name that a sender chose. */
const MAX_SPAN_SENDERS = 10_000;

const partialSuccess = z.object({ partialSuccess: z.object({}).optional() });
const DOCUMENTED = {
  'application/json': { schema: partialSuccess },
  'application/x-protobuf': { schema: z.string() },
};

const postSignal = (signal: OtlpSignal) =>
  createRoute({
    method: 'post',
    path: `/otlp/v1/${signal}`,
    summary: `Send ${signal} by OTLP/HTTP, as protobuf or JSON`,
    request: { body: { required: true, content: DOCUMENTED } },
    responses: {
      200: { description: 'Durable; what was refused is counted in it', content: DOCUMENTED },
      ...problems,
    },
  });

/** Leaves out what a bound key may not send. */
function withinKey<T extends MappedEvent>(
  items: readonly T[],
  allowed: ReadonlySet<string> | null,
): readonly T[] {
  return allowed ? items.filter(({ workload }) => allowed.has(workload)) : items;
}

const joined = (...messages: readonly string[]): string => messages.filter(Boolean).join('; ');

/** @param count what is refused beside it, of the records that the signal counts */
function addRefused({ count: before, message }: Refused, count: number, why: string): Refused {
  return why === ''
    ? { count: before, message }
    : { count: before + count, message: joined(message, why) };
}

/** OpenTelemetry's ways in: `OTEL_EXPORTER_OTLP_ENDPOINT=http://host:port/otlp`. */
export function otlpRoutes({ ingest, limiter, bodyRoom, now, spanSenders }: Services) {
  const routes = new OpenAPIHono<RequestVariables>();
  const readBody = createBodyReader({
    wireBytes: MAX_BODY_BYTES,
    bodyBytes: DEFAULT_LIMITS.bodyBytes,
  });
  const series = createMetricSeries();

  function noteSenders(spans: readonly AiSpan[]): void {
    for (const { workload } of spans) {
      if (spanSenders.size >= MAX_SPAN_SENDERS) return;
      spanSenders.add(workload);
    }
  }

  /** @throws BellwetherError `forbidden` where nothing of the request may be taken */
  async function keep(c: Context<RequestVariables>, mapped: Mapped): Promise<Refused> {
    const principal = c.get('principal');
    const sent = mapped.spans ?? [];
    const spans = withinKey(sent, principal.workloads);
    const events = withinKey(mapped.events, principal.workloads);
    const counted = mapped.spans
      ? sent.length - spans.length
      : mapped.events.length - events.length;
    if (counted > 0 && spans.length + events.length === 0) {
      throw new BellwetherError('forbidden', 'this key is bound to other workloads');
    }
    await limiter.charge(principal, spans.length + events.length);
    const { rejected, refusedSpans } = await ingest.acceptOtlp({
      spans,
      events,
      allowedWorkloads: principal.workloads,
      keyId: principal.actor,
    });
    noteSenders(spans);
    mapped.onKept?.();
    const foreign = counted > 0 ? 'some are of workloads this key is not bound to' : '';
    const [first] = rejected;
    const broken = first ? `${first.path}: ${first.message}` : '';
    // An event that a span tells of is not the span: that one is kept.
    const lost = mapped.spans ? 0 : rejected.length;
    const full = refusedSpans > 0 ? `a trace holds at most ${MAX_TRACE_SPANS} spans` : '';
    const refused = addRefused(mapped.refused, refusedSpans, full);
    return addRefused(addRefused(refused, counted, foreign), lost, broken);
  }

  function post(signal: OtlpSignal, map: (body: Uint8Array, encoding: OtlpEncoding) => Mapped) {
    const path = `/otlp/v1/${signal}`;
    routes.use(path, guardTelemetry({ limiter, bodyRoom }, MAX_BODY_BYTES));
    routes.openAPIRegistry.registerPath(postSignal(signal));
    routes.post(path, async (c) => {
      requireScope(c.get('principal'), 'ingest');
      const encoding = encodingOf(c.req.header('content-type') ?? '');
      const sent = new Uint8Array(await c.req.arrayBuffer());
      const body = await readBody(sent, c.req.header('content-encoding') ?? '');
      const answer = encodeAnswer(encoding, signal, await keep(c, map(body, encoding)));
      return c.body(Buffer.from(answer), 200, { 'Content-Type': OTLP_CONTENT_TYPES[encoding] });
    });
  }

  post('traces', (body, encoding) => mapTraces(decodeTraces(body, encoding), now()));
  post('logs', (body, encoding) => mapLogs(decodeLogs(body, encoding), now()));
  post('metrics', (body, encoding) => {
    const reports = series.open();
    const mapped = mapMetrics(decodeMetrics(body, encoding), now(), {
      series: reports,
      hasSpans: (workload) => spanSenders.has(workload),
    });
    return { ...mapped, onKept: () => reports.keep() };
  });
  return routes;
}
