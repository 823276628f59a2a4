import { describe, expect, it } from 'vitest';
import { workloadOnSight } from '../../core/workload.ts';
import { createHistory } from '../../signals/history.ts';
import type { AssessedSignal, Assessment } from '../../decisions/assessment/assessment.ts';
import { evidenceHash } from '../../decisions/assessment/evidence-hash.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { assessAt, GOOD, type Options } from './assess-at.ts';
import { sha256 } from './engine-fixtures.ts';
import { dayMs, simulateDays, simulateRows } from './simulated-history.ts';

const healthy = simulateDays(21, 40, () => GOOD);

describe('the evidence hash', () => {
  const found = assessAt(healthy, 35);

  it('is stable under the order in which everything was written', () => {
    const signals = Object.fromEntries(Object.entries(DEFAULT_POLICY.signals ?? {}).toReversed());
    const reordered = assessAt(healthy, 35, { document: { signals } });
    expect(reordered.evidence_hash).toBe(found.evidence_hash);
    expect(found.evidence_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes when one run more was judged', () => {
    const rows = simulateRows(21, 40 * 24, () => GOOD);
    const last = rows.hours.findLast(({ hourMs }) => hourMs < dayMs(35))!;
    const sums = { ...last.sums, judged: (last.sums.judged ?? 0) + 1 };
    const hours = rows.hours.map((row) => (row === last ? { ...row, sums } : row));
    expect(assessAt(createHistory({ ...rows, hours }), 35).evidence_hash).not.toBe(
      found.evidence_hash,
    );
  });

  it.each([
    ['the policy', { document: { dwell: { stop: '8d' } } }],
    ['a required gate', { document: { gates: { required_for_scale: ['owners'] } } }],
    ['a block', { blocks: { alerts: ['a'], decisionExpired: false } }],
    ['the workload', { workload: workloadOnSight('other') }],
    ['the state before', { before: null }],
  ] satisfies readonly (readonly [string, Options])[])('changes with %s', (_title, options) => {
    expect(assessAt(healthy, 35, options).evidence_hash).not.toBe(found.evidence_hash);
  });

  it('does not change with what is only shown: titles, evidence texts, gates that are not required', () => {
    const workload = { ...workloadOnSight('support-copilot'), title: 'Another title' };
    const gates = [{ gate: 'budget', state: 'open' as const, evidence: 'x' }];
    expect(assessAt(healthy, 35, { workload, gates }).evidence_hash).toBe(found.evidence_hash);
  });

  const rehash = (changed: Assessment) => evidenceHash(changed, sha256);
  const withSignal = (id: string, change: (signal: AssessedSignal) => AssessedSignal) => ({
    ...found,
    signals: found.signals.map((signal) => (signal.signal === id ? change(signal) : signal)),
  });
  const up = (value: number | null) => (value ?? 0) + 0.001;

  it.each([
    ['value', (signal) => ({ ...signal, value: up(signal.value) })],
    ['low', (signal) => ({ ...signal, low: up(signal.low) })],
    ['high', (signal) => ({ ...signal, high: up(signal.high) })],
    ['n', (signal) => ({ ...signal, n: signal.n + 1 })],
    ['n_effective', (signal) => ({ ...signal, n_effective: signal.n_effective - 1 })],
    ['limit', (signal) => ({ ...signal, limit: up(signal.limit) })],
    ['status', (signal) => ({ ...signal, status: 'uncertain' })],
    ['state', (signal) => ({ ...signal, state: 'stale' })],
    ['evidence n', (signal) => ({ ...signal, evidence: { ...signal.evidence, n: 1 } })],
    ['evidence high', (signal) => ({ ...signal, evidence: { ...signal.evidence, high: 1 } })],
  ] satisfies readonly (readonly [string, (signal: AssessedSignal) => AssessedSignal])[])(
    'changes with the %s of a required signal, not of an advisory one',
    (_title, change) => {
      expect(rehash(found)).toBe(found.evidence_hash);
      expect(rehash(withSignal('roi', change))).not.toBe(found.evidence_hash);
      expect(rehash(withSignal('error_rate', change))).toBe(found.evidence_hash);
    },
  );

  it.each([
    ['what blocks scale', { blocked_by: ['alert:a'] }],
    ['the published verdict', { verdict: 'hold' }],
    ['the proposal', { proposed: 'hold' }],
    ['since when it is published', { since: null }],
    ['what is pending', { pending: { verdict: 'stop', since: found.at, until: found.at } }],
    ['the row', { row: { ...found.row, index: 7 } }],
  ] satisfies readonly (readonly [string, Partial<Assessment>])[])(
    'changes with %s',
    (_title, change) => {
      expect(rehash({ ...found, ...change })).not.toBe(found.evidence_hash);
    },
  );

  it('does not change with the instant, nor with digits that only the order of adding makes', () => {
    const noise = withSignal('roi', (signal) => ({
      ...signal,
      value: signal.value! * (1 + 1e-14),
    }));
    expect(rehash({ ...noise, at: '2027-01-01T00:00:00.000Z' })).toBe(found.evidence_hash);
  });
});
