import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ROLLOUT_MODES, STAGES } from '../../core/workload.ts';
import { VERDICTS } from '../../decisions/policy/policy.ts';
import {
  exposureRank,
  nextModeOf,
  refuseNextMode,
  suggestNextMode,
  widestMode,
  type ModeBounds,
} from '../../decisions/signing/check-next-mode.ts';
import { nextMode, type NextMode } from '../../decisions/signing/decision.ts';

const anyMode: fc.Arbitrary<NextMode> = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((percent) => ({ mode: 'limited' as const, percent })),
  fc.constantFrom(...ROLLOUT_MODES.filter((mode) => mode !== 'limited')).map((mode) => ({ mode })),
);
const anyBounds: fc.Arbitrary<ModeBounds> = fc.record({
  verdict: fc.constantFrom(...VERDICTS),
  stage: fc.constantFrom(...STAGES),
  current: fc.option(anyMode, { nil: undefined }),
});

it.each([
  ['scale', { mode: 'limited', percent: 10 }, { mode: 'limited', percent: 25 }, null],
  [
    'scale',
    { mode: 'limited', percent: 10 },
    { mode: 'limited', percent: 50 },
    /one exposure step/,
  ],
  ['scale', { mode: 'limited', percent: 50 }, { mode: 'live' }, null],
  ['scale', undefined, { mode: 'live' }, /no rollout is on record/],
  ['hold', { mode: 'limited', percent: 10 }, { mode: 'limited', percent: 10 }, null],
  ['hold', { mode: 'limited', percent: 10 }, { mode: 'limited', percent: 11 }, /widens nothing/],
  ['redesign', { mode: 'review' }, { mode: 'live' }, /widens nothing: review/],
  ['stop', { mode: 'live' }, { mode: 'limited', percent: 5 }, /widens nothing: review/],
  ['stop', { mode: 'live' }, { mode: 'review' }, null],
] as const)('%s from %j to %j', (verdict, current, wanted, words) => {
  const told = refuseNextMode({ verdict, stage: 'production', current }, wanted);
  if (words === null) expect(told).toBeNull();
  else expect(told).toMatch(words);
});

it('a stage bounds what any verdict brings', () => {
  const bounds = { verdict: 'scale', stage: 'sandbox', current: { mode: 'review' } } as const;
  expect(refuseNextMode(bounds, { mode: 'limited', percent: 10 })).toMatch(
    /stage sandbox .* review/,
  );
});

it('what is suggested, and the widest that is told, are never refused', () => {
  fc.assert(
    fc.property(anyBounds, (bounds) => {
      expect(refuseNextMode(bounds, widestMode(bounds))).toBeNull();
      const suggested = suggestNextMode(bounds);
      if (suggested) expect(refuseNextMode(bounds, suggested)).toBeNull();
    }),
  );
});

it('a mode is refused exactly when it is wider than the widest that is told', () => {
  fc.assert(
    fc.property(anyBounds, anyMode, (bounds, wanted) => {
      const isWider = exposureRank(wanted) > exposureRank(widestMode(bounds));
      expect(refuseNextMode(bounds, wanted) !== null).toBe(isWider);
    }),
  );
});

it('a stop that says nothing else means off; anything else leaves the rollout as it is', () => {
  expect(nextModeOf({ verdict: 'stop' })).toEqual({ mode: 'off' });
  expect(nextModeOf({ verdict: 'hold' })).toBeNull();
});

it('a percent belongs to limited, and limited needs one', () => {
  expect(nextMode.safeParse({ mode: 'limited' }).success).toBe(false);
  expect(nextMode.safeParse({ mode: 'live', percent: 5 }).success).toBe(false);
});
