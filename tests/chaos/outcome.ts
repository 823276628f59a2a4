import { z } from 'zod';
import { EVALUATION_RULE } from '../../alerts/engine/watch-evaluation.ts';
import type { Database } from '../../store/database.ts';
import type { Api } from './api.ts';
import { TRACED, WORKLOADS } from './telemetry.ts';

/** One episode of an alert, as far as two runs must agree on it. */
export interface EpisodeFact {
  readonly key: string;
  readonly rule: string;
  readonly workload: string;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

/** A verdict, and every number it rests on. */
export interface VerdictFact {
  readonly verdict: string;
  readonly hash: string;
  /** Signals with their values and intervals, in one line each. */
  readonly signals: readonly string[];
  /** The assessment as it was answered. */
  readonly whole: unknown;
}

/** What one run came to, as far as another must come to the same. */
export interface Outcome {
  /** End of the last minute that was evaluated, epoch milliseconds. */
  readonly evaluatedMs: number;
  readonly episodes: readonly EpisodeFact[];
  /** By workload. */
  readonly verdicts: ReadonlyMap<string, VerdictFact>;
  /** `workload table` to how many count. */
  readonly counts: ReadonlyMap<string, number>;
}

const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'] as const;

interface AlertItem {
  readonly id: string;
  readonly rule: string;
  readonly workload: string;
  readonly [field: string]: unknown;
}
const FIELDS = [
  'severity',
  'state',
  'active_since',
  'fired_at',
  'recovering_since',
  'resolved_at',
  'reason',
  'fired_value',
  'threshold',
];

async function readEpisodes(api: Api): Promise<EpisodeFact[]> {
  const found: EpisodeFact[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: AlertItem[]; next: string | null } = (await api.ask(
      `/api/alerts?state=all&limit=1000${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )) as { items: AlertItem[]; next: string | null };
    for (const item of page.items) {
      const fields = FIELDS.map((name) => [name, factOf(item[name])] as const);
      const { id: key, rule, workload } = item;
      found.push({ key, rule, workload, fields: Object.fromEntries(fields) });
    }
    cursor = page.next;
  }
  return found;
}

/** Sums of numbers that are no whole ones differ in their last digits with the order of summing. */
const factOf = (value: unknown): string | number | null =>
  typeof value === 'number' ? Number(value.toPrecision(9)) : ((value ?? null) as string | null);

async function readEvaluated(api: Api): Promise<number> {
  const { evaluated_to } = (await api.ask('/api/alerts/status')) as { evaluated_to: string | null };
  return evaluated_to === null ? 0 : Date.parse(evaluated_to);
}

/** Episodes as of one evaluation: read again where another minute came between. */
export async function readAlerts(
  api: Api,
): Promise<Pick<Outcome, 'evaluatedMs' | 'episodes'> & { late: number }> {
  for (;;) {
    const evaluatedMs = await readEvaluated(api);
    const all = await readEpisodes(api);
    if ((await readEvaluated(api)) !== evaluatedMs) continue;
    const episodes = all.filter(({ rule }) => rule !== EVALUATION_RULE);
    return { evaluatedMs, episodes, late: all.length - episodes.length };
  }
}

interface AssessedSignal {
  readonly signal: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly n_effective: number;
  readonly status: string;
  readonly state: string;
}

/** Verdicts as of a full hour. */
export async function readVerdicts(api: Api, atMs: number): Promise<Outcome['verdicts']> {
  const found = new Map<string, VerdictFact>();
  const at = encodeURIComponent(new Date(atMs).toISOString());
  for (const id of WORKLOADS) {
    const assessed = (await api.ask(`/api/workloads/${id}/assessment?at=${at}`)) as {
      readonly verdict: string;
      readonly evidence_hash: string;
      readonly signals: readonly AssessedSignal[];
    };
    const signals = assessed.signals.map(({ signal, status, state, ...numbers }) => {
      const { value, low, high, n, n_effective } = numbers;
      const facts = [value, low, high, n, n_effective].map(factOf);
      return [signal, status, state, ...facts].join(' ');
    });
    const { verdict, evidence_hash: hash } = assessed;
    found.set(id, { verdict, hash, signals, whole: assessed });
  }
  return found;
}

const counted = z.object({ workload: z.string(), n: z.number(), ids: z.number() });
const summed = z.object({ workload: z.string(), n: z.number() });

/** How many events count, by workload and table; an id that counts twice or is nobody's shows as well. */
export async function readCounts(database: Database): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const table of ['runs', 'events']) {
    const rows = await database.query(
      'chaos-counts',
      `SELECT workload, toInt64(sum(sign)) AS n, toInt64(uniqExact(id)) AS ids FROM ${table}
       WHERE workload != '${TRACED}' GROUP BY workload ORDER BY workload`,
      counted,
    );
    for (const { workload, n, ids } of rows) {
      counts.set(`${workload} ${table}`, n);
      counts.set(`${workload} ids of ${table}`, ids);
    }
  }
  for (const table of ROLLUPS) {
    const rows = await database.query(
      'chaos-sums',
      `SELECT workload, toInt64(sum(runs)) AS n FROM ${table}
       WHERE workload != '${TRACED}' GROUP BY workload ORDER BY workload`,
      summed,
    );
    for (const { workload, n } of rows) counts.set(`${workload} ${table}`, n);
  }
  return counts;
}

const traces = z.object({ n: z.number(), tokens: z.number() });

/** Runs made of spans, and their tokens. */
export async function readTraces(database: Database): Promise<{ n: number; tokens: number }> {
  const [row] = await database.query(
    'chaos-traces',
    `SELECT toInt64(sum(sign)) AS n, toInt64(sum(sign * ifNull(tokens_in, 0))) AS tokens FROM runs
     WHERE workload = '${TRACED}'`,
    traces,
  );
  return row ?? { n: 0, tokens: 0 };
}

/** What must be counted where, from how many events of each table there are. */
export function expectedCounts(events: ReadonlyMap<string, number>): Map<string, number> {
  const expected = new Map<string, number>();
  for (const [key, n] of events) {
    const [workload = '', table = ''] = key.split(' ');
    expected.set(key, n);
    expected.set(`${workload} ids of ${table}`, n);
    if (table === 'runs') for (const rollup of ROLLUPS) expected.set(`${workload} ${rollup}`, n);
  }
  return expected;
}
