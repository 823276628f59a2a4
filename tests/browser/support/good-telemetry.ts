import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import type { TestServer } from '../../support/server.ts';

/** As many as its record expects. */
export const RUNS_A_DAY = 96;
const EVERY_MS = DAY_MS / RUNS_A_DAY;

type Asked = Pick<TestServer, 'request'>;

/** Sends events of one workload; they are queryable when this returns. */
export async function send(
  server: Asked,
  workload: string,
  events: readonly object[],
): Promise<void> {
  const body = events.map((event) => JSON.stringify({ workload, ...event })).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const sent = await server.request('/v1/events', { body, headers });
  const answer = (await sent.json()) as { accepted?: number };
  if (answer.accepted !== events.length) throw new Error(JSON.stringify(answer));
  await server.request('/api/ingest/flush', { method: 'POST' });
}

/** Runs that earn ten times what they cost and are quick, over a span of whole days. */
export const goodRuns = (fromMs: number, days: number): object[] =>
  Array.from({ length: days * RUNS_A_DAY }, (_, index) => ({
    kind: 'run',
    id: `run-${fromMs}-${index}`,
    ts: fromMs + index * EVERY_MS + MINUTE_MS,
    ok: true,
    latency_ms: 700 + (index % 7) * 50,
    cost_usd: index % 2 === 0 ? 0.1 : 0.12,
    value_usd: index % 2 === 0 ? 0.9 : 1.1,
  }));

/** An evaluation on a named dataset each six hours, all of them passed. */
export const evaluations = (fromMs: number, days: number): object[] =>
  Array.from({ length: days * 4 }, (_, index) => ({
    kind: 'evaluation',
    id: `evaluation-${fromMs}-${index}`,
    ts: fromMs + index * 6 * HOUR_MS + MINUTE_MS,
    name: 'answer',
    dataset: 'claims-2026',
    passed: true,
    evaluator: 'human',
  }));

/** How many could have used it and how many did, day by day. */
export const adoption = (fromMs: number, days: number): object[] =>
  Array.from({ length: days }, (_, day) => ({
    kind: 'adoption',
    id: `adoption-${fromMs}-${day}`,
    ts: fromMs + day * DAY_MS + HOUR_MS,
    eligible: 100,
    used: 60,
  }));

/** Random reviews, one in twenty of them wrong. */
export const randomReviews = (fromMs: number, count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'review',
    id: `review-${fromMs}-${index}`,
    ts: fromMs + index * HOUR_MS,
    run: `run-${fromMs}-${index}`,
    source: 'random',
    verdict: index % 20 === 7 ? 'rework' : 'correct',
    reviewer: 'reviewer',
    seconds: 40,
  }));

/** A rollback that was rehearsed and took twelve minutes. */
export const drill = (restoredMs: number): object[] =>
  (['detected', 'restored'] as const).map((phase, index) => ({
    kind: 'incident',
    id: `drill-${restoredMs}-${phase}`,
    ts: restoredMs - (1 - index) * 12 * MINUTE_MS,
    incident: 'rollback-rehearsal',
    phase,
    rollback: true,
    drill: true,
  }));
