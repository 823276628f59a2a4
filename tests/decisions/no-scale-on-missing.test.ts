import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import { HOUR_MS } from '../../core/time.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';
import {
  AXES,
  AXIS_STATES,
  VERDICTS,
  type PolicyDocument,
  type ResolvedPolicy,
  type SignalRule,
  type TableRow,
} from '../../decisions/policy/policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { createHistory } from '../../signals/history.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import { FEEDS, TELEMETRY_HOURS, anyTelemetry, rowsOf, type Telemetry } from './any-telemetry.ts';
import { PLAIN_CONTEXT, sha256 } from './engine-fixtures.ts';
import { faultsOf } from './resolve-with.ts';

/** Limits that healthy telemetry keeps, and what its trials are counted by. */
const SIGNALS: Readonly<Record<string, { limit: number; trials: readonly MeasureName[] }>> = {
  value_per_run: { limit: 0.4, trials: ['value_n'] },
  acceptance_rate: {
    limit: 0.5,
    trials: ['stated_accepted', 'minutes_accepted', 'outcome_accepted'],
  },
  satisfaction: { limit: 0.1, trials: ['ratings'] },
  evaluation_pass_rate: { limit: 0.5, trials: ['evaluated'] },
  hallucination_rate: { limit: 0.4, trials: ['judged'] },
  error_rate: { limit: 0.4, trials: ['runs_with_status'] },
  tool_call_success: { limit: 0.5, trials: ['run_tool_calls'] },
  latency_p95: { limit: 60_000, trials: ['timed'] },
  audited_error_rate: { limit: 0.4, trials: ['random_reviews'] },
  uptime: { limit: 0.5, trials: ['probes', 'runs_with_status'] },
  roi: { limit: 1.2, trials: ['value_n'] },
  unit_cost: { limit: 5, trials: ['stated_accepted', 'minutes_accepted', 'outcome_accepted'] },
};
/** What may come as reports of the sender instead. */
const REPORTED = new Set(['uptime', 'satisfaction']);
const NEEDS_PRICES = new Set(['roi', 'unit_cost']);

const anyRule = (signal: string): fc.Arbitrary<SignalRule | undefined> => {
  const { limit } = SIGNALS[signal]!;
  const limited = (role: 'required' | 'advisory'): fc.Arbitrary<SignalRule> =>
    fc.integer({ min: 1, max: 100 }).map((minSample) => ({ role, limit, min_sample: minSample }));
  const unused: SignalRule = { role: 'not_applicable', reason: 'not used here' };
  return fc.oneof(
    { weight: 4, arbitrary: limited('required') },
    { weight: 1, arbitrary: limited('advisory') },
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(unused) },
  );
};

const anyState = fc.constantFrom(...AXIS_STATES, 'any' as const);
const anyRow: fc.Arbitrary<TableRow> = fc.record({
  value: anyState,
  operations: anyState,
  economics: anyState,
  verdict: fc.constantFrom(...VERDICTS),
  words: fc.constant('by chance'),
});
/** Rows by chance before those that cover the rest. */
const anyTable = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.array(anyRow, { maxLength: 3 }).map((rows) => [...rows, ...DEFAULT_TABLE]),
  },
);

const anyDocument: fc.Arbitrary<PolicyDocument> = fc
  .record({
    recent: fc.constantFrom('6h', '24h'),
    evidence: fc.constantFrom('24h', '72h'),
    stale_after: fc.constantFrom('3h', '12h', '48h'),
    grid: fc.constantFrom('1h', '6h'),
    confidence: fc.constantFrom(0.8, 0.95),
    unpriced_tolerance: fc.constantFrom(0, 0.01, 0.2),
    dwell: fc.record({ scale: fc.constantFrom('0h', '6h', '12h') }),
    rules: fc.record(
      Object.fromEntries(Object.keys(SIGNALS).map((id) => [id, anyRule(id)] as const)),
    ),
    judge: fc.option(fc.constant({ sensitivity: 0.9, specificity: 0.95 }), { nil: undefined }),
    table: anyTable,
  })
  .map(({ rules, judge, table, ...document }) => {
    const signals = Object.fromEntries(
      Object.entries(rules).filter((entry): entry is [string, SignalRule] => !!entry[1]),
    );
    const judged = signals['hallucination_rate'];
    if (judge && judged) signals['hallucination_rate'] = { ...judged, judge };
    return { id: 'any', ...document, signals, ...(table ? { table } : {}) };
  });

/** Null where the document is refused. */
function load(document: PolicyDocument): ResolvedPolicy | null {
  try {
    return resolvePolicy(document, 1, () => undefined, sha256);
  } catch (error) {
    if (error instanceof BellwetherError && error.code === 'invalid') return null;
    throw error;
  }
}

/** Sums of a window straight from the rows. */
function sumOf(rows: HistoryRows, names: readonly MeasureName[], fromMs: number, toMs: number) {
  return rows.hours
    .filter(({ hourMs }) => hourMs >= fromMs && hourMs < toMs)
    .reduce((sum, row) => sum + names.reduce((all, name) => all + (row.sums[name] ?? 0), 0), 0);
}

/** Why a required signal cannot count as proven at an instant, counted by hand; null where it can. */
function whyUnproven(
  policy: ResolvedPolicy,
  signal: string,
  rows: HistoryRows,
  atMs: number,
): string | null {
  const rule = policy.signals.get(signal)!;
  const { trials } = SIGNALS[signal]!;
  for (const lengthMs of [rule.recentMs, rule.evidenceMs]) {
    const fromMs = atMs - lengthMs;
    const reports = REPORTED.has(signal)
      ? rows.metrics.filter((row) => row.signal === signal && row.hourMs >= fromMs)
      : [];
    const reported = reports
      .filter(({ hourMs }) => hourMs < atMs)
      .reduce((sum, { n }) => sum + n, 0);
    const own = sumOf(rows, trials, fromMs, atMs);
    if (Math.max(own, reported) < rule.minSample) return `${signal}: too few`;
    const runs = sumOf(rows, ['runs'], fromMs, atMs);
    const unpriced = sumOf(rows, ['unpriced'], fromMs, atMs);
    if (NEEDS_PRICES.has(signal) && unpriced > policy.unpricedTolerance * runs)
      return `${signal}: unpriced`;
  }
  const freshFromMs = atMs - policy.staleAfterMs - HOUR_MS;
  const isFresh =
    sumOf(rows, trials, freshFromMs, atMs) > 0 ||
    (REPORTED.has(signal) &&
      rows.metrics.some(
        (row) => row.signal === signal && row.hourMs >= freshFromMs && row.hourMs < atMs,
      ));
  return isFresh ? null : `${signal}: stale`;
}

/** Every grid instant at which scale is proposed or published. */
function scaledAt(policy: ResolvedPolicy, rows: HistoryRows): number[] {
  const history = createHistory(rows);
  const { changes } = replay(policy, history, PLAIN_CONTEXT, history.endMs);
  return changes.flatMap(({ atMs, verdict, proposed }, i) => {
    if (verdict !== 'scale' && proposed !== 'scale') return [];
    const untilMs = changes[i + 1]?.atMs ?? history.endMs;
    const instants: number[] = [];
    for (let at = atMs; at < untilMs; at += policy.gridMs) instants.push(at);
    return instants;
  });
}

describe('over any policy and any telemetry', () => {
  it('scale is never proposed or published while a required signal is missing, stale, has too few trials or lacks prices, or an axis has no required signal', () => {
    let scales = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyDocument, anyTelemetry, (document, telemetry) => {
        const policy = load(document);
        if (policy === null) return void refused++;
        const rows = rowsOf(telemetry);
        const required = [...policy.signals].filter(([, { role }]) => role === 'required');
        for (const atMs of scaledAt(policy, rows)) {
          scales++;
          for (const axis of AXES)
            expect(required.some(([, rule]) => rule.axis === axis)).toBe(true);
          const unproven = required.map(([signal]) => whyUnproven(policy, signal, rows, atMs));
          expect(unproven.filter((why) => why !== null)).toEqual([]);
        }
      }),
      { numRuns: 500, seed: 11 },
    );
    // Without these the property would hold for want of cases.
    expect(scales).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(20);
  });
});

it('scale does not outlive the trials it was proven by, where reports that do not say of how many follow them', () => {
  const always = { from: 0, to: TELEMETRY_HOURS, isPause: false };
  const feeds = Object.fromEntries(FEEDS.map((feed) => [feed, always])) as Telemetry['feeds'];
  const asked = { role: 'required', min_sample: 10 } as const;
  const policy = load({
    id: 'reported',
    recent: '24h',
    evidence: '72h',
    dwell: { scale: '0h' },
    signals: {
      satisfaction: { ...asked, limit: 0.1 },
      error_rate: { ...asked, limit: 0.4 },
      roi: { ...asked, limit: 1.2 },
    },
  });
  const ratedHours = 48;
  const scaledUntil = (reportsN: boolean): number => {
    const ratings = { ...always, to: ratedHours };
    const telemetry = { feeds: { ...feeds, ratings }, runsAnHour: 20, flagged: 0.02, reportsN };
    return (scaledAt(policy!, rowsOf(telemetry)).at(-1) ?? 0) / HOUR_MS;
  };
  expect(scaledUntil(true)).toBe(TELEMETRY_HOURS - 1);
  expect(scaledUntil(false)).toBe(ratedHours + 24 - 1);
});

describe('a table that says scale without every axis strong', () => {
  const withFirst = (row: Partial<TableRow>): PolicyDocument => ({
    id: 'p',
    table: [
      {
        value: 'strong',
        operations: 'strong',
        economics: 'strong',
        verdict: 'scale',
        words: '',
        ...row,
      },
      ...DEFAULT_TABLE,
    ],
  });

  it('is refused, with the combination', () => {
    expect(faultsOf(withFirst({ operations: 'unproven' }))).toEqual([
      'table.0: says scale for value strong, operations unproven, economics strong: scale needs every axis strong',
    ]);
    expect(faultsOf(withFirst({ economics: 'any' }))).toHaveLength(1);
    expect(faultsOf(withFirst({ value: 'weak' }))).toHaveLength(1);
  });

  it('is taken where such a row never decides', () => {
    const all = { value: 'any', operations: 'any', economics: 'any', words: '' } as const;
    const table: TableRow[] = [...DEFAULT_TABLE, { ...all, verdict: 'scale' }];
    expect(faultsOf({ id: 'p', table })).toEqual([]);
    expect(faultsOf(withFirst({}))).toEqual([]);
  });
});
