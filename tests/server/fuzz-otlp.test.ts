import { Writer } from 'protobufjs/minimal.js';
import { expect, test } from 'vitest';
import {
  REQUEST_SCHEMAS,
  type FieldKind,
  type MessageSchema,
  type OtlpSignal,
} from '../../ingest/otlp/wire-schema.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { NOW, attributesJson, nanos, spanJson, tracesJson } from '../ingest/otlp/otlp-json.ts';
import { createMutator, type FuzzRequest } from './fuzz-bodies.ts';
import { SEED, fuzz, fuzzFolder, readNumbers } from './fuzz-server.ts';

const BODIES = Number(process.env['FUZZ_OTLP_BODIES'] ?? 20_000);
const folder = fuzzFolder();

type Json = Readonly<Record<string, unknown>>;

const WIRE_TYPE: Readonly<Record<string, number>> = {
  bool: 0,
  int: 0,
  int64: 0,
  double: 1,
  fixed64: 1,
  sfixed64: 1,
};

function writeValue(writer: Writer, kind: FieldKind, value: unknown): void {
  if (typeof kind === 'object') writer.bytes(toProtobuf(kind, value as Json));
  else if (kind === 'text') writer.string(String(value));
  else if (kind === 'id') writer.bytes(Buffer.from(String(value), 'hex'));
  else if (kind === 'bool') writer.bool(value === true);
  else if (kind === 'int') writer.int32(Number(value));
  else if (kind === 'int64') writer.int64(String(value));
  else if (kind === 'double') writer.double(Number(value));
  else if (kind === 'fixed64') writer.fixed64(String(value));
  else writer.sfixed64(String(value));
}

/** A message's JSON form as protobuf. */
function toProtobuf({ fields }: MessageSchema, json: Json): Uint8Array {
  const writer = Writer.create();
  for (const [number, { name, kind, isList }] of fields) {
    const value = json[name];
    if (value === undefined) continue;
    for (const one of isList ? (value as unknown[]) : [value]) {
      writer.uint32((number << 3) | (typeof kind === 'string' ? (WIRE_TYPE[kind] ?? 2) : 2));
      writeValue(writer, kind, one);
    }
  }
  return writer.finish();
}

/** Requests of the three kinds that are right, out of few traces, so that their spans meet. */
function createRequests(random: () => number): () => FuzzRequest {
  const { below, pick, request } = createMutator(random);
  const hex = (bytes: number): string =>
    Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join('');
  const traceIds = Array.from({ length: 2000 }, () => hex(16));
  const resource = () => ({ 'service.name': pick(['copilot', 'Claims Intake', 'x'.repeat(80)]) });
  const span = (): object => {
    const [id, parent] = [below(6), below(6)];
    return spanJson({
      id: `s${id}`,
      ...(id === 0 ? {} : { parent: `s${parent}` }),
      trace: pick(traceIds),
      ms: below(5000),
      fromMs: below(1000),
      status: { code: below(3) },
      attributes: {
        ...pick<Readonly<Record<string, string | number | boolean>>>([
          {
            'gen_ai.operation.name': 'chat',
            'gen_ai.system': 'openai',
            'gen_ai.request.model': 'gpt-4.1',
          },
          { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' },
          { 'openinference.span.kind': pick(['LLM', 'AGENT', 'TOOL', 'EVALUATOR', 'CHAIN']) },
          { 'traceloop.span.kind': pick(['workflow', 'task', 'agent', 'tool']) },
          { 'http.method': 'GET' },
        ]),
        'gen_ai.usage.input_tokens': below(1000),
        'gen_ai.usage.output_tokens': below(1000),
        'user.id': pick(['', 'somebody', '\ud800']),
      },
    });
  };
  const log = (): object => ({
    timeUnixNano: nanos(NOW - below(10_000)),
    eventName: pick(['gen_ai.evaluation.result', 'bellwether.review', 'bellwether.nonsense', '']),
    traceId: pick(traceIds),
    spanId: hex(8),
    attributes: attributesJson({
      'gen_ai.evaluation.name': 'hallucination',
      'gen_ai.evaluation.score.value': below(100) / 100,
      verdict: 'correct',
    }),
  });
  const point = (): object => ({
    timeUnixNano: nanos(NOW - below(10_000)),
    startTimeUnixNano: nanos(NOW - 20_000),
    attributes: attributesJson({ 'gen_ai.request.model': 'gpt-4.1', 'gen_ai.token.type': 'input' }),
  });
  const metric = (): object =>
    pick<object>([
      { name: 'bellwether.uptime', gauge: { dataPoints: [{ ...point(), asDouble: 0.5 }] } },
      { name: 'bellwether.uptime', sum: { dataPoints: [{ ...point(), asInt: '1' }] } },
      {
        name: 'gen_ai.client.operation.duration',
        unit: 's',
        histogram: {
          aggregationTemporality: 1 + below(2),
          dataPoints: [
            {
              ...point(),
              count: '3',
              sum: 2,
              bucketCounts: ['1', '1', '1'],
              explicitBounds: [1, 2],
            },
          ],
        },
      },
    ]);
  const list = <T>(make: () => T): T[] => Array.from({ length: 1 + below(4) }, make);
  const documents: Readonly<Record<OtlpSignal, () => Json>> = {
    traces: () => tracesJson(list(span), resource()) as Json,
    logs: () => ({
      resourceLogs: [
        {
          resource: { attributes: attributesJson(resource()) },
          scopeLogs: [{ logRecords: list(log) }],
        },
      ],
    }),
    metrics: () => ({
      resourceMetrics: [
        {
          resource: { attributes: attributesJson(resource()) },
          scopeMetrics: [{ metrics: list(metric) }],
        },
      ],
    }),
  };
  const body = (signal: OtlpSignal): { type: string; bytes: Buffer } => {
    const document = documents[signal]();
    return random() < 0.5
      ? { type: 'application/json', bytes: Buffer.from(JSON.stringify(document)) }
      : {
          type: 'application/x-protobuf',
          bytes: Buffer.from(toProtobuf(REQUEST_SCHEMAS[signal], document)),
        };
  };
  return () => {
    const signal = pick<OtlpSignal>(['traces', 'traces', 'traces', 'logs', 'metrics']);
    return request(`/otlp/v1/${signal}`, body(signal), body(signal).bytes);
  };
}

test(
  `${BODIES} requests by OTLP, most of them broken, are each answered for what they are, and a trace is never two runs`,
  { timeout: 900_000 },
  async () => {
    let taken = 0;
    const requests = createRequests(createUniform(SEED));
    const { faults, statuses } = await fuzz(folder, BODIES, requests, () => (taken += 1));
    const rows = await readNumbers(
      folder,
      `SELECT (SELECT sum(sign) FROM runs) AS runs,
         (SELECT uniqExact(workload, id) FROM runs) AS traces,
         (SELECT countIf(n NOT IN (0, 1)) FROM (SELECT sum(sign) AS n FROM runs GROUP BY workload, id)) AS doubled,
         (SELECT count() FROM spans) AS spans,
         (SELECT count() FROM events WHERE kind = 'metric') AS metrics,
         (SELECT count() FROM events WHERE kind = 'evaluation') AS evaluations,
         (SELECT toFloat64(sum(runs)) FROM rollup_day) AS runs_by_day`,
    );
    const seed = `FUZZ_SEED=${SEED} ${JSON.stringify({ taken, statuses, rows })}`;
    expect(faults, seed).toEqual([]);
    expect(rows['doubled'], seed).toBe(0);
    expect(rows['runs_by_day'], seed).toBe(rows['runs']);
    // The fuzz is worth something only while all of these happen.
    const often = ['runs', 'spans', 'metrics', 'evaluations'].map((name) => rows[name] ?? 0);
    expect(Math.min(...often, statuses[400] ?? 0, taken), seed).toBeGreaterThan(BODIES / 200);
  },
);
