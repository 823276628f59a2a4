import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { type EngineState, step, type StepResult } from '../../decisions/engine/step.ts';
import type { ResolvedPolicy } from '../../decisions/policy/policy.ts';
import { type Kinds, policyWith, readingsOf } from './engine-fixtures.ts';

const START_MS = Date.UTC(2026, 0, 1);
const ALL_PASS: Kinds = { value: 'pass', operations: 'pass', economics: 'pass' };

function runHours(
  policy: ResolvedPolicy,
  stretches: readonly (readonly [Kinds, number])[],
): StepResult {
  let state: EngineState | null = null;
  let result: StepResult | null = null;
  let atMs = START_MS;
  for (const [kinds, hours] of stretches) {
    for (let hour = 0; hour < hours; hour++, atMs += HOUR_MS) {
      result = step(policy, readingsOf(kinds), [], NO_BLOCKS, state, atMs);
      state = result.state;
    }
  }
  return result!;
}

describe('one step', () => {
  const policy = policyWith();

  it('goes from readings to a verdict', () => {
    const result = runHours(policy, [[ALL_PASS, 7 * 24 + 1]]);
    expect(result).toMatchObject({
      proposed: 'scale',
      verdict: 'scale',
      blockedBy: [],
      pending: null,
    });
    expect(result.axes).toEqual({ value: 'strong', operations: 'strong', economics: 'strong' });
    expect(result.row.row.verdict).toBe('scale');
  });

  it('keeps the row that matched where a gate caps it, and lets dwell work on what is proposed', () => {
    const gated = policyWith({ gates: { required_for_scale: ['owners'] } });
    const result = runHours(gated, [[ALL_PASS, 7 * 24 + 1]]);
    expect(result).toMatchObject({
      proposed: 'hold',
      verdict: 'hold',
      blockedBy: ['gate:owners'],
      pending: null,
    });
    expect(result.row.row.verdict).toBe('scale');
  });

  it('withdraws scale in the hour an alert that blocks it fires', () => {
    const { state } = runHours(policy, [[ALL_PASS, 8 * 24]]);
    const blocks = { alerts: ['tools-failing'], decisionExpired: false };
    const result = step(policy, readingsOf(ALL_PASS), [], blocks, state, START_MS + 8 * DAY_MS);
    expect(result).toMatchObject({ verdict: 'hold', blockedBy: ['alert:tools-failing'] });
    expect(result.state.sinceMs).toBe(START_MS + 8 * DAY_MS);
  });

  it('does not lift a stop when the workload goes silent, and says so', () => {
    const failing: Kinds = { value: 'fail', operations: 'fail', economics: 'open' };
    const silent: Kinds = { value: 'missing', operations: 'missing', economics: 'missing' };
    const result = runHours(policy, [
      [failing, 8 * 24],
      [silent, 90 * 24],
    ]);
    expect(result).toMatchObject({ verdict: 'stop', proposed: 'hold', pending: null });
    expect(result.state.keptForMissing).toBe(true);
  });

  it('does not lift a stop when one of the two failing signals goes silent', () => {
    const failing: Kinds = { value: 'fail', operations: 'fail', economics: 'open' };
    const half: Kinds = { value: 'fail', operations: 'missing', economics: 'open' };
    const result = runHours(policy, [
      [failing, 8 * 24],
      [half, 30 * 24],
    ]);
    expect(result).toMatchObject({ verdict: 'stop', proposed: 'redesign' });
  });

  it('lifts a stop when what failed is seen not to fail any more, though another signal is missing', () => {
    const failing: Kinds = { value: 'fail', operations: 'fail', economics: 'pass' };
    const recovered: Kinds = { value: 'open', operations: 'open', economics: 'missing' };
    expect(
      runHours(policy, [
        [failing, 8 * 24],
        [recovered, 1],
      ]),
    ).toMatchObject({ verdict: 'hold', proposed: 'hold' });
  });

  it('takes a signal without readings for never measured', () => {
    const result = step(policy, new Map(), [], NO_BLOCKS, null, START_MS);
    expect(result.axes).toEqual({
      value: 'unproven',
      operations: 'unproven',
      economics: 'unproven',
    });
  });

  it('returns plain data that survives JSON', () => {
    const { state } = runHours(policy, [
      [ALL_PASS, 3],
      [{ ...ALL_PASS, value: 'fail' }, 2],
    ]);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
