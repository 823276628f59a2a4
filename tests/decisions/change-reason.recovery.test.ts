import { expect, it } from 'vitest';
import { changeReason } from '../../decisions/assessment/change-reason.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import type { SignalReadings } from '../../decisions/engine/signal-status.ts';
import { step } from '../../decisions/engine/step.ts';
import { missing, policyWith, readingsOf, seen } from './engine-fixtures.ts';

const HOUR_MS = 3_600_000;
const policy = policyWith({ dwell: { stop: '0d', redesign: '0d' } });
const failing = readingsOf({ value: 'fail', operations: 'pass', economics: 'fail' });

/** The failing readings with the week open, and evidence that began anew. */
function recovering(evidence: SignalReadings['evidence']): ReadonlyMap<string, SignalReadings> {
  const open = { recent: seen(0.5, 'open'), evidence };
  return new Map([...failing, ['value_per_run', open], ['roi', open]]);
}

it('a stop that ends because enough was measured since says which signals no longer fail', () => {
  const failed = step(policy, failing, [], NO_BLOCKS, null, 0);
  const thin = recovering(missing('too_few', 20));
  const held = step(policy, thin, [], NO_BLOCKS, failed.state, HOUR_MS);
  expect([failed.verdict, held.verdict]).toEqual(['stop', 'stop']);
  const enough = recovering(seen(0.5, 'open'));
  const over = step(policy, enough, [], NO_BLOCKS, held.state, 2 * HOUR_MS);
  expect(over.verdict).toBe('hold');
  const reason = changeReason(policy, enough, over, held.state);
  expect(reason).toContain('Value per run no longer fails, by what was measured since');
  expect(reason).toContain('Return on cost no longer fails');
});
