import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { createBodyReader } from '../../ingest/decompress-body.ts';
import { DEFAULT_LIMITS } from '../../ingest/ingest.ts';
import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodingOf,
  type OtlpEncoding,
} from '../../ingest/otlp/decode-request.ts';
import { encodeAnswer, type Refused } from '../../ingest/otlp/encode-answer.ts';
import { mapLogs } from '../../ingest/otlp/map-logs.ts';
import { mapTraces } from '../../ingest/otlp/map-traces.ts';
import type { OtlpSignal } from '../../ingest/otlp/wire-schema.ts';
import { requireScope, type Principal } from '../access/principal.ts';
import type { RequestVariables, TelemetryServices } from '../context.ts';
import { OTLP_CONTENT_TYPES } from '../otlp-status.ts';
import { takeMetrics } from '../processes/take-metrics.ts';
import { MAX_BODY_BYTES } from './accept-events.ts';
import { guardTelemetry } from './guard-telemetry.ts';
import { problems } from './request-schemas.ts';

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

/** OpenTelemetry's ways in: `OTEL_EXPORTER_OTLP_ENDPOINT=http://host:port/otlp`. */
export function otlpRoutes({ limiter, bodyRoom, otlp, peers, now }: TelemetryServices) {
  const routes = new OpenAPIHono<RequestVariables>();
  const readBody = createBodyReader({
    wireBytes: MAX_BODY_BYTES,
    bodyBytes: DEFAULT_LIMITS.bodyBytes,
  });

  function post(
    signal: OtlpSignal,
    take: (body: Uint8Array, encoding: OtlpEncoding, principal: Principal) => Promise<Refused>,
  ) {
    const path = `/otlp/v1/${signal}`;
    routes.use(path, guardTelemetry({ limiter, bodyRoom }, MAX_BODY_BYTES));
    routes.openAPIRegistry.registerPath(postSignal(signal));
    routes.post(path, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'ingest');
      const encoding = encodingOf(c.req.header('content-type') ?? '');
      const sent = new Uint8Array(await c.req.arrayBuffer());
      const body = await readBody(sent, c.req.header('content-encoding') ?? '');
      const answer = encodeAnswer(encoding, signal, await take(body, encoding, principal));
      return c.body(Buffer.from(answer), 200, { 'Content-Type': OTLP_CONTENT_TYPES[encoding] });
    });
  }
  const charge = (principal: Principal) => (count: number) => limiter.charge(principal, count);

  post('traces', (body, encoding, principal) =>
    otlp.keep(principal, mapTraces(decodeTraces(body, encoding), now()), charge(principal)),
  );
  post('logs', (body, encoding, principal) =>
    otlp.keep(principal, mapLogs(decodeLogs(body, encoding), now()), charge(principal)),
  );
  post('metrics', (body, encoding, principal) => {
    const groups = decodeMetrics(body, encoding);
    return takeMetrics({ otlp, peers }, groups, principal, charge(principal));
  });
  return routes;
}
