import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { MISSING_STATES } from '../../signals/estimate.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import type { SignalReading, SignalReadings } from '../../decisions/engine/signal-status.ts';
import { type EngineState, step } from '../../decisions/engine/step.ts';
import { AXES, type SignalRule } from '../../decisions/policy/policy.ts';
import { policyWith, seen } from './engine-fixtures.ts';

const START_MS = Date.UTC(2026, 0, 1);
const REQUIRABLE = [
  'hallucination_rate',
  'error_rate',
  'tool_call_success',
  'value_per_run',
  'acceptance_rate',
  'roi',
  'unit_cost',
];
const GOOD_VALUES: Readonly<Record<string, number>> = {
  tool_call_success: 0.9,
  value_per_run: 0.9,
  acceptance_rate: 0.9,
  roi: 2,
};
const LIMITS: Readonly<Record<string, number>> = { value_per_run: 0.4, roi: 1.2, unit_cost: 1 };

const anySignals = fc
  .dictionary(
    fc.constantFrom(...REQUIRABLE),
    fc.constantFrom('required' as const, 'advisory' as const),
    { minKeys: 0, maxKeys: REQUIRABLE.length },
  )
  .map((roles) =>
    Object.fromEntries(
      Object.entries(roles).map(([signal, role]): [string, SignalRule] => [
        signal,
        { role, limit: LIMITS[signal] ?? 0.5 },
      ]),
    ),
  );

const anyReading: fc.Arbitrary<SignalReading> = fc.oneof(
  fc.record({
    state: fc.constant('ok' as const),
    value: fc.double({ min: 0, max: 3, noNaN: true }),
    n: fc.integer({ min: 1, max: 1e6 }),
    side: fc.constantFrom('good' as const, 'bad' as const, 'open' as const),
    reason: fc.constant(null),
  }),
  fc.record({
    state: fc.constantFrom(...MISSING_STATES),
    value: fc.constant(null),
    n: fc.integer({ min: 0, max: 1e6 }),
    side: fc.constantFrom('good' as const, 'bad' as const, 'open' as const),
    reason: fc.constant('missing'),
  }),
);
/** Mostly what lets the signal pass, so that scale is often near; else anything. */
function anyReadingOf(signal: string): fc.Arbitrary<SignalReading> {
  const inside = fc.constant(seen(GOOD_VALUES[signal] ?? 0.1, 'good'));
  return fc.oneof({ weight: 30, arbitrary: inside }, { weight: 1, arbitrary: anyReading });
}

const anyHours = fc.array(
  fc.record(
    Object.fromEntries(
      REQUIRABLE.map((signal) => [
        signal,
        fc.record({ recent: anyReadingOf(signal), evidence: anyReadingOf(signal) }),
      ]),
    ) as Record<string, fc.Arbitrary<SignalReadings>>,
  ),
  { minLength: 1, maxLength: 12 },
);

describe('for any policy and any readings', () => {
  it('scale is never proposed while a required signal is missing, or an axis has none', () => {
    let scales = 0;
    fc.assert(
      fc.property(anySignals, anyHours, (signals, hours) => {
        const policy = policyWith({ signals });
        const required = [...policy.signals].filter(([, rule]) => rule.role === 'required');
        let state: EngineState | null = null;
        hours.forEach((readings, hour) => {
          const result = step(
            policy,
            new Map(Object.entries(readings)),
            [],
            NO_BLOCKS,
            state,
            START_MS + hour * HOUR_MS,
          );
          state = result.state;
          if (result.proposed !== 'scale') return;
          scales++;
          for (const axis of AXES)
            expect(required.some(([, rule]) => rule.axis === axis)).toBe(true);
          for (const [signal] of required) {
            expect(readings[signal]?.recent.state).toBe('ok');
            expect(readings[signal]?.evidence.state).toBe('ok');
          }
        });
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(scales).toBeGreaterThan(200);
  });

  it('a published scale is always still proposed', () => {
    const eager = { hold: '0d', redesign: '1h', stop: '2h', scale: '2h' };
    fc.assert(
      fc.property(anySignals, anyHours, (signals, hours) => {
        const policy = policyWith({ signals, dwell: eager });
        let state: EngineState | null = null;
        hours.forEach((readings, hour) => {
          const result = step(
            policy,
            new Map(Object.entries(readings)),
            [],
            NO_BLOCKS,
            state,
            START_MS + hour * HOUR_MS,
          );
          state = result.state;
          if (result.verdict === 'scale') expect(result.proposed).toBe('scale');
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('stepping the same instant again changes nothing', () => {
    fc.assert(
      fc.property(anySignals, anyHours, (signals, hours) => {
        const policy = policyWith({ signals });
        let state: EngineState | null = null;
        hours.forEach((readings, hour) => {
          const map = new Map(Object.entries(readings));
          const once = step(policy, map, [], NO_BLOCKS, state, START_MS + hour * HOUR_MS);
          expect(step(policy, map, [], NO_BLOCKS, once.state, START_MS + hour * HOUR_MS)).toEqual(
            once,
          );
          state = once.state;
        });
      }),
      { numRuns: 500 },
    );
  });
});
