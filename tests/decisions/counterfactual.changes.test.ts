import { describe, expect, it } from 'vitest';
import { proportionSide } from '../../core/statistics/proportion-sequence.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { assess } from '../../decisions/assessment/assess.ts';
import type { Counterfactual } from '../../decisions/assessment/assessment.ts';
import { smallestChange, type RequiredSignal } from '../../decisions/assessment/smallest-change.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { matchRow } from '../../decisions/engine/decision-table.ts';
import { axisStates } from '../../decisions/engine/axis-state.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';
import type { PolicyDocument, TableRow } from '../../decisions/policy/policy.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import { createHistory } from '../../signals/history.ts';
import { PLAIN_CONTEXT, policyWith, sha256 } from './engine-fixtures.ts';
import { dayMs, simulateRows, type TrueRates } from './simulated-history.ts';

const GOOD: TrueRates = { runsPerDay: 200, hallucinationRate: 0.012, valueUsd: 0.8, costUsd: 0.3 };

function assessed(
  ratesAt: (day: number) => TrueRates,
  day: number,
  document: Partial<PolicyDocument> = {},
  costs: HistoryRows['costs'] = [],
) {
  const rows = simulateRows(31, Math.ceil(day) * 24, (hour) => ratesAt(hour / 24));
  const history = createHistory({ ...rows, costs });
  const policy = policyWith(document);
  const atMs = dayMs(day);
  const before = replay(policy, history, PLAIN_CONTEXT, atMs - 1).state;
  const workload = workloadOnSight('w');
  const found = assess({
    workload,
    policy,
    history,
    limitChangesMs: {},
    before,
    atMs,
    gates: [],
    blocks: NO_BLOCKS,
    hash: sha256,
  });
  return {
    policy,
    found,
    counterfactual: found.counterfactual,
    valueOf: (id: string) => found.signals.find(({ signal }) => signal === id)!.value!,
  };
}

const samplesOf = (found: Counterfactual, id: string) =>
  found.samples_needed.find(({ signal }) => signal === id);

describe('the smallest set of changes that yields scale', () => {
  const required = (
    value: RequiredSignal['status'],
    operations: RequiredSignal['status'],
    economics: RequiredSignal['status'],
  ): RequiredSignal[] => [
    { signal: 'value_per_run', axis: 'value', status: value },
    { signal: 'hallucination_rate', axis: 'operations', status: operations },
    { signal: 'roi', axis: 'economics', status: economics },
  ];

  it('is everything that does not pass, where the table needs all axes strong', () => {
    expect(smallestChange(DEFAULT_TABLE, required('pass', 'fail', 'uncertain'))).toEqual([
      'hallucination_rate',
      'roi',
    ]);
    expect(smallestChange(DEFAULT_TABLE, required('pass', 'pass', 'pass'))).toEqual([]);
  });

  it('leaves an axis alone that the table does not need', () => {
    const lenient: TableRow[] = [
      { value: 'strong', operations: 'strong', economics: 'any', verdict: 'scale', words: '' },
      { value: 'any', operations: 'any', economics: 'any', verdict: 'hold', words: '' },
    ];
    expect(smallestChange(lenient, required('fail', 'pass', 'fail'))).toEqual(['value_per_run']);
  });

  it('does not ask a signal to pass where it suffices that none fails', () => {
    const unprovenWill: TableRow[] = [
      { value: 'strong', operations: 'unproven', economics: 'strong', verdict: 'scale', words: '' },
      { value: 'any', operations: 'any', economics: 'any', verdict: 'hold', words: '' },
    ];
    const two: RequiredSignal[] = [
      ...required('pass', 'fail', 'pass'),
      { signal: 'error_rate', axis: 'operations', status: 'uncertain' },
    ];
    expect(smallestChange(unprovenWill, two)).toEqual(['hallucination_rate']);
  });

  it('is null where an axis has no required signal', () => {
    expect(smallestChange(DEFAULT_TABLE, required('pass', 'pass', 'pass').slice(0, 2))).toBeNull();
  });
});

describe('what would change the verdict', () => {
  it('is, for a failing signal, the limit it must reach', () => {
    const { counterfactual, valueOf } = assessed(
      (day) => (day < 15 ? GOOD : { ...GOOD, hallucinationRate: 0.09 }),
      30,
    );
    expect(counterfactual.binding).toEqual(['hallucination_rate']);
    expect(counterfactual.changes).toEqual([
      { signal: 'hallucination_rate', from: valueOf('hallucination_rate'), to: 0.03 },
    ]);
    expect(counterfactual.samples_needed).toEqual([]);
  });

  it('names all that fail on the axes that decided, and only those, as binding', () => {
    const { counterfactual } = assessed(
      (day) => (day < 15 ? GOOD : { ...GOOD, valueUsd: 0.1, hallucinationRate: 0.028 }),
      39,
    );
    expect(counterfactual.binding).toEqual(['value_per_run', 'roi']);
    expect(counterfactual.changes.map(({ signal, to }) => [signal, to])).toEqual([
      ['value_per_run', 0.4],
      ['roi', 1.2],
    ]);
  });

  it('leaves out of binding what fails on an axis the row does not look at', () => {
    const { found, counterfactual } = assessed(
      () => ({ ...GOOD, valueUsd: 0.1, hallucinationRate: 0.1 }),
      20,
    );
    expect(found.row.index).toBe(0);
    expect(counterfactual.binding).toEqual(['value_per_run', 'hallucination_rate']);
    expect(counterfactual.changes.map(({ signal }) => signal)).toContain('roi');
    expect(counterfactual.turning_points.map(({ quantity }) => quantity)).not.toContain(
      'unit_cost',
    );
  });

  it('is nothing when the verdict is scale', () => {
    const { counterfactual } = assessed(() => GOOD, 30);
    expect(counterfactual).toMatchObject({ binding: [], changes: [], samples_needed: [] });
  });

  it('counts a signal that was never measured as a change from nothing', () => {
    const signals: PolicyDocument['signals'] = {
      hallucination_rate: { role: 'required', limit: 0.03 },
      satisfaction: { role: 'required', limit: 0.2, min_sample: 40 },
      roi: { role: 'required', limit: 1.2 },
    };
    const { counterfactual } = assessed(() => GOOD, 30, { signals });
    expect(counterfactual.changes).toEqual([{ signal: 'satisfaction', from: null, to: 0.2 }]);
    expect(samplesOf(counterfactual, 'satisfaction')).toEqual({
      signal: 'satisfaction',
      more: 40,
      days: null,
    });
  });
});

describe('samples needed', () => {
  it('are the first number of runs at which the interval lies inside the limit', () => {
    const { found, counterfactual } = assessed(() => GOOD, 1);
    const signal = found.signals.find(({ signal: id }) => id === 'hallucination_rate')!;
    const needed = samplesOf(counterfactual, 'hallucination_rate')!;
    const settles = (n: number) => proportionSide(signal.value! * n, n, 0.03, 0.05) === 'below';
    expect(settles(signal.n + needed.more)).toBe(true);
    expect(settles(signal.n + needed.more - 1)).toBe(false);
    expect(needed.days).toBeCloseTo(needed.more / signal.n, 0);
  });

  it('have no days where the evidence window never holds that many at today’s rate', () => {
    const slow = { ...GOOD, runsPerDay: 24, hallucinationRate: 0.02 };
    const { counterfactual } = assessed(() => slow, 40);
    const needed = samplesOf(counterfactual, 'hallucination_rate');
    expect(needed?.days).toBeNull();
    expect(needed?.more).toBeGreaterThan(100);
  });

  it('go up to the minimum sample first', () => {
    const { found, counterfactual } = assessed(() => ({ ...GOOD, runsPerDay: 48 }), 1);
    const signal = found.signals.find(({ signal: id }) => id === 'hallucination_rate')!;
    expect(signal.state).toBe('too_few');
    expect(samplesOf(counterfactual, 'hallucination_rate')?.more).toBe(100 - signal.n);
  });

  it('are not asked for where samples cannot help: beyond the limit, or failing', () => {
    const { counterfactual, found } = assessed(() => ({ ...GOOD, hallucinationRate: 0.034 }), 12);
    expect(found.signals.find(({ signal }) => signal === 'hallucination_rate')).toMatchObject({
      status: 'uncertain',
    });
    expect(samplesOf(counterfactual, 'hallucination_rate')).toBeUndefined();
    expect(counterfactual.changes.map(({ signal }) => signal)).toEqual(['hallucination_rate']);
  });
});

describe('turning points', () => {
  it('are the value and the costs at which return on cost and value cross their limits', () => {
    const { counterfactual, valueOf } = assessed(() => GOOD, 30);
    const points = counterfactual.turning_points;
    const roi = valueOf('roi');
    const at = (quantity: string, verdict: string) =>
      points.find((point) => point.quantity === quantity && point.verdict === verdict)?.at;
    expect(at('cost_per_run', 'redesign')).toBeCloseTo((valueOf('cost_per_run') * roi) / 1.2, 10);
    expect(at('unit_cost', 'redesign')).toBeCloseTo((valueOf('unit_cost') * roi) / 1.2, 10);
    expect(at('value_per_run', 'redesign')).toBeCloseTo(0.4, 10);
    expect(at('value_per_run', 'stop')).toBeCloseTo((valueOf('value_per_run') * 1.2) / roi, 10);
  });

  it('tell at which cost a workload that does not pay begins to', () => {
    const { counterfactual, valueOf } = assessed(() => ({ ...GOOD, costUsd: 1.5 }), 30);
    const point = counterfactual.turning_points.find(({ quantity }) => quantity === 'cost_per_run');
    expect(point).toEqual({
      quantity: 'cost_per_run',
      at: (valueOf('cost_per_run') * valueOf('roi')) / 1.2,
      verdict: 'scale',
    });
  });

  it('move only what a quantity is part of: the cost of runs, beside other costs, by as much less', () => {
    const cost = { tsMs: dayMs(0), startMs: dayMs(0), endMs: dayMs(30) };
    const support = [{ ...cost, category: 'support', amountUsd: 0.2 * 200 * 30 }] as const;
    const { counterfactual, valueOf } = assessed(() => GOOD, 30, {}, support);
    const at = (quantity: string) =>
      counterfactual.turning_points.find((point) => point.quantity === quantity)!.at;
    const fullCost = valueOf('value_per_run') / valueOf('roi');
    const others = fullCost - valueOf('cost_per_run');
    expect(others).toBeCloseTo(0.2, 1);
    expect(at('cost_per_run')).toBeCloseTo(valueOf('value_per_run') / 1.2 - others, 10);
    expect(at('unit_cost')).toBeCloseTo((valueOf('unit_cost') * valueOf('roi')) / 1.2, 10);
  });

  it('give the verdict the table gives just beyond them', () => {
    const { policy, found, counterfactual } = assessed(() => GOOD, 30);
    const turned = counterfactual.turning_points.find(({ quantity }) => quantity === 'unit_cost')!;
    const axes = axisStates(policy, (id) =>
      id === 'roi' ? 'fail' : found.signals.find(({ signal }) => signal === id)!.status,
    );
    expect(matchRow(policy.table, axes)?.row.verdict).toBe(turned.verdict);
  });

  it('are left out where crossing changes nothing', () => {
    const { counterfactual } = assessed(() => GOOD, 30, {
      signals: {
        hallucination_rate: { role: 'required', limit: 0.03 },
        roi: { role: 'advisory', limit: 1.2 },
      },
    });
    expect(counterfactual.turning_points).toEqual([]);
  });
});
