import { expect, test } from 'vitest';
import { checkEvent } from '../../../ingest/check-event.ts';
import { decodeLogs } from '../../../ingest/otlp/decode-request.ts';
import { mapLogs, type MappedEvents } from '../../../ingest/otlp/map-logs.ts';
import { attributesJson, encodeJson, nanos, NOW, spanId, TRACE, type Values } from './otlp-json.ts';

interface TestRecord {
  readonly eventName?: string;
  readonly attributes: Values;
  readonly traced?: boolean;
  readonly atMs?: number;
}

function mapRecords(
  records: readonly TestRecord[],
  resource: Values = { 'service.name': 'w' },
): MappedEvents {
  const logRecords = records.map(({ eventName, attributes, traced, atMs = NOW - 1000 }) => ({
    timeUnixNano: nanos(atMs),
    attributes: attributesJson(attributes),
    ...(eventName === undefined ? {} : { eventName }),
    ...(traced ? { traceId: TRACE, spanId: spanId('a') } : {}),
  }));
  const body = encodeJson({
    resourceLogs: [
      { resource: { attributes: attributesJson(resource) }, scopeLogs: [{ logRecords }] },
    ],
  });
  return mapLogs(decodeLogs(body, 'json'), NOW);
}

const idOf = ({ events }: MappedEvents): unknown => (events[0] as { id?: unknown } | undefined)?.id;

test('a record named after a kind of event is that event, of the run it was written in', () => {
  const { events, refused } = mapRecords([
    {
      eventName: 'bellwether.feedback',
      traced: true,
      attributes: { rating: 1, 'bellwether.complaint': false, 'code.function': 'f', user: 'u' },
    },
    { eventName: 'bellwether.probe', attributes: { ok: true, latency_ms: 12.5, id: 'p-1' } },
  ]);
  expect(refused).toEqual({ count: 0, message: '' });
  expect(events).toMatchObject([
    { kind: 'feedback', workload: 'w', run: TRACE, trace_id: TRACE, rating: 1, complaint: false },
    { kind: 'probe', id: 'p-1', ok: true, latency_ms: 12.5, ts: NOW - 1000 },
  ]);
  for (const event of events) expect(checkEvent(event, NOW)).toMatchObject({ kind: 'event' });
});

test('a distribution is spelled out by attributes in any of its forms', () => {
  const shared = { feature: 'length', role: 'input' };
  const { events } = mapRecords(
    [
      { ...shared, values: [1, 2.5] },
      { ...shared, 'histogram.edges': [0, 1, 2], 'histogram.counts': [3, 4] },
      { ...shared, 'categories.de': 3, 'categories.en': 4 },
    ].map((attributes) => ({ eventName: 'bellwether.distribution', attributes })),
  );
  expect(events).toMatchObject([
    { values: [1, 2.5] },
    { histogram: { edges: [0, 1, 2], counts: [3, 4] } },
    { categories: { de: 3, en: 4 } },
  ]);
  for (const event of events) expect(checkEvent(event, NOW)).toMatchObject({ kind: 'event' });
});

test('an evaluation by the GenAI conventions is one, named by the field or by the older attribute', () => {
  const result = {
    'gen_ai.evaluation.name': 'relevance',
    'gen_ai.evaluation.score.value': 0.75,
    'gen_ai.evaluation.score.label': 'pass',
  };
  const named = mapRecords([
    { eventName: 'gen_ai.evaluation.result', traced: true, attributes: result },
  ]);
  const older = mapRecords([
    { traced: true, attributes: { ...result, 'event.name': 'gen_ai.evaluation.result' } },
  ]);
  for (const mapped of [named, older]) {
    expect(mapped.events).toMatchObject([
      { kind: 'evaluation', name: 'relevance', score: 0.75, passed: true, run: TRACE },
    ]);
    expect(idOf(mapped)).toBe(`${TRACE}:${spanId('a')}:relevance`);
  }
});

test('a record without an id has the same one each time, and another record another', () => {
  const feedback = (rating: number, atMs = NOW) =>
    idOf(mapRecords([{ eventName: 'bellwether.feedback', attributes: { rating }, atMs }]));
  expect(feedback(1)).toMatch(/^otlp-[0-9a-f]{32}$/);
  expect(feedback(1)).toBe(feedback(1));
  expect(new Set([feedback(1), feedback(0), feedback(1, NOW - 1)]).size).toBe(3);
});

test('other records are passed over; ours without a workload or out of time are counted', () => {
  const ours = { eventName: 'bellwether.probe', attributes: { ok: true } };
  const others = [
    { eventName: 'gen_ai.choice', attributes: {} },
    { eventName: 'bellwether.unknown', attributes: {} },
    { attributes: { 'http.route': '/' } },
  ];
  expect(mapRecords(others)).toEqual({ events: [], refused: { count: 0, message: '' } });
  expect(mapRecords([ours], {}).refused).toMatchObject({ count: 1 });
  expect(mapRecords([{ ...ours, atMs: NOW + 3_600_000 }]).refused).toMatchObject({ count: 1 });
});
