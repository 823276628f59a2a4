import { describe, expect, it } from 'vitest';
import { checkEvidence, type EvidenceQuestion } from '../../decisions/signing/check-evidence.ts';
import { decidesAlike, diffAssessments } from '../../decisions/signing/difference.ts';
import { assessed, NOW_MS, withSignal } from './signing-samples.ts';

const HOUR_MS = 3_600_000;
const before = assessed('hold');
const moved = withSignal(before, 'error_rate', { value: 0.0345 });

const check = (change: Partial<EvidenceQuestion> = {}) =>
  checkEvidence({
    evidenceHash: before.evidence_hash,
    current: moved,
    seen: { assessment: before, currentMs: NOW_MS - HOUR_MS },
    toleranceMs: 2 * HOUR_MS,
    nowMs: NOW_MS,
    ...change,
  });

describe('evidence', () => {
  it('that is current may be signed', () => {
    expect(check({ current: before, seen: null })).toEqual({ kind: 'current', assessment: before });
  });

  it('that was current within the tolerance is frozen as it was seen, while all statuses are the same', () => {
    expect(check()).toEqual({ kind: 'current', assessment: before });
  });

  it('beyond the tolerance is refused with what moved', () => {
    const seen = { assessment: before, currentMs: NOW_MS - 3 * HOUR_MS };
    expect(check({ seen })).toMatchObject({
      kind: 'stale',
      errors: [{ path: 'signals.error_rate', message: expect.stringContaining('3.5 %') as string }],
    });
  });

  it('is refused within the tolerance when a status or the verdict is another, with every difference', () => {
    const current = withSignal({ ...before, verdict: 'stop' }, 'error_rate', { status: 'fail' });
    expect(check({ current })).toMatchObject({
      kind: 'stale',
      errors: [
        { path: 'verdict', message: 'the published verdict was hold and is stop' },
        { path: 'signals.error_rate', message: expect.stringContaining('became fail') as string },
      ],
    });
  });

  it('that nobody was shown is refused with the current hash', () => {
    expect(check({ seen: null })).toMatchObject({
      kind: 'stale',
      errors: [{ path: 'evidence_hash', message: expect.stringContaining('eee') as string }],
    });
  });
});

describe('the difference of two assessments', () => {
  it('of the same is empty', () => {
    expect(diffAssessments(before, before)).toEqual([]);
  });

  it.each([
    ['the policy', { policy: { ...before.policy, version: 4, hash: 'f'.repeat(64) } }, 'policy'],
    ['the proposal', { proposed: 'scale' }, 'proposed'],
    ['a block', { blocked_by: [] }, 'blocked_by'],
    [
      'a required gate',
      { gates: before.gates.map((gate) => ({ ...gate, state: 'passed' })) },
      'gates.rollback_rehearsed',
    ],
  ] as const)('names %s, which decides', (_, change, path) => {
    const after = { ...before, ...change } as typeof before;
    expect(diffAssessments(before, after)).toEqual([
      expect.objectContaining({ path, decides: true }),
    ]);
    expect(decidesAlike(before, after)).toBe(false);
  });

  it('says nothing of an advisory signal', () => {
    expect(diffAssessments(before, withSignal(before, 'latency_p99', { status: 'fail' }))).toEqual(
      [],
    );
  });

  it('tells a signal that has fallen silent', () => {
    const after = withSignal(before, 'error_rate', { state: 'stale', value: null });
    expect(diffAssessments(before, after)[0]?.message).toContain('has not been measured lately');
  });
});
