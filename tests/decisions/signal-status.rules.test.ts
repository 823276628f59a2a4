import { describe, expect, it } from 'vitest';
import type { SignalStatus } from '../../decisions/assessment/assessment.ts';
import {
  recoverLimit,
  rememberSignal,
  type SignalReading,
  signalStatus,
  UNSEEN,
} from '../../decisions/engine/signal-status.ts';
import type { ResolvedSignalRule } from '../../decisions/policy/policy.ts';
import { missing, policyWith, seen } from './engine-fixtures.ts';

const policy = policyWith();
const rule = (signal: string, changes: Partial<ResolvedSignalRule> = {}): ResolvedSignalRule => ({
  ...policy.signals.get(signal)!,
  ...changes,
});
const hallucination = rule('hallucination_rate');
const STATES = [
  'not_instrumented',
  'stale',
  'too_few',
  'provider_error',
  'not_applicable',
] as const;

interface Row {
  readonly title: string;
  readonly recent: SignalReading;
  readonly evidence: SignalReading;
  readonly from: SignalStatus;
  readonly to: SignalStatus;
}

// Limit 0.03, lower is better, recover 0.1: kept up to 0.033.
const ROWS: readonly Row[] = [
  {
    title: 'a recent interval wholly on the bad side fails',
    recent: seen(0.06, 'bad'),
    evidence: seen(0.02, 'good'),
    from: 'pass',
    to: 'fail',
  },
  {
    title: 'a failing signal stays so while the interval is bad',
    recent: seen(0.06, 'bad'),
    evidence: missing('too_few'),
    from: 'fail',
    to: 'fail',
  },
  {
    title: 'bad evidence alone does not fail',
    recent: seen(0.035, 'open'),
    evidence: seen(0.05, 'bad'),
    from: 'uncertain',
    to: 'uncertain',
  },
  {
    title: 'good evidence and a recent estimate inside enter pass',
    recent: seen(0.02, 'open'),
    evidence: seen(0.02, 'good'),
    from: 'uncertain',
    to: 'pass',
  },
  {
    title: 'a recent estimate on the limit counts as inside',
    recent: seen(0.03, 'open'),
    evidence: seen(0.02, 'good'),
    from: 'uncertain',
    to: 'pass',
  },
  {
    title: 'a recent estimate just beyond the limit does not enter',
    recent: seen(0.0301, 'open'),
    evidence: seen(0.02, 'good'),
    from: 'uncertain',
    to: 'uncertain',
  },
  {
    title: 'a good recent interval without good evidence does not enter',
    recent: seen(0.001, 'good'),
    evidence: seen(0.02, 'open'),
    from: 'uncertain',
    to: 'uncertain',
  },
  {
    title: 'a failing signal passes as soon as both windows say so',
    recent: seen(0.01, 'good'),
    evidence: seen(0.01, 'good'),
    from: 'fail',
    to: 'pass',
  },
  {
    title: 'pass is kept without good evidence',
    recent: seen(0.029, 'open'),
    evidence: seen(0.025, 'open'),
    from: 'pass',
    to: 'pass',
  },
  {
    title: 'pass is kept a little beyond the limit',
    recent: seen(0.033, 'open'),
    evidence: seen(0.02, 'good'),
    from: 'pass',
    to: 'pass',
  },
  {
    title: 'pass is lost beyond the recover limit',
    recent: seen(0.0331, 'open'),
    evidence: seen(0.02, 'good'),
    from: 'pass',
    to: 'uncertain',
  },
  {
    title: 'a number without an interval never enters pass',
    recent: seen(0.001, 'open'),
    evidence: seen(0.001, 'open'),
    from: 'uncertain',
    to: 'uncertain',
  },
  ...STATES.map((state): Row => ({
    title: `pass is lost when the recent window is ${state}`,
    recent: missing(state),
    evidence: seen(0.02, 'good'),
    from: 'pass',
    to: 'uncertain',
  })),
  ...STATES.map((state): Row => ({
    title: `pass is lost when the evidence is ${state}`,
    recent: seen(0.01, 'good'),
    evidence: missing(state),
    from: 'pass',
    to: 'uncertain',
  })),
  ...STATES.map((state): Row => ({
    title: `a failing signal that is ${state} is uncertain`,
    recent: missing(state),
    evidence: missing(state),
    from: 'fail',
    to: 'uncertain',
  })),
];

describe('the status of a signal', () => {
  it.each(ROWS)('$title', ({ recent, evidence, from, to }) => {
    expect(signalStatus(hallucination, { recent, evidence }, from)).toBe(to);
  });

  it('mirrors where higher is better', () => {
    const roi = rule('roi');
    expect(
      signalStatus(roi, { recent: seen(1.2, 'open'), evidence: seen(1.5, 'good') }, 'uncertain'),
    ).toBe('pass');
    expect(
      signalStatus(roi, { recent: seen(1.19, 'open'), evidence: seen(1.5, 'good') }, 'uncertain'),
    ).toBe('uncertain');
    expect(
      signalStatus(roi, { recent: seen(1.081, 'open'), evidence: seen(1.1, 'open') }, 'pass'),
    ).toBe('pass');
    expect(
      signalStatus(roi, { recent: seen(1.079, 'open'), evidence: seen(1.1, 'open') }, 'pass'),
    ).toBe('uncertain');
  });

  it('is uncertain without a limit and where the policy says not applicable', () => {
    const good = { recent: seen(0.01, 'good'), evidence: seen(0.01, 'good') };
    const bad = { recent: seen(0.5, 'bad'), evidence: seen(0.5, 'bad') };
    for (const idle of [
      rule('hallucination_rate', { limit: null }),
      rule('hallucination_rate', { role: 'not_applicable' }),
    ]) {
      expect(signalStatus(idle, good, 'pass')).toBe('uncertain');
      expect(signalStatus(idle, bad, 'uncertain')).toBe('uncertain');
    }
  });
});

describe('the room a passing signal has beyond its limit', () => {
  it.each([
    ['lower is better', { better: 'lower', proportion: true, limit: 0.03 }, 0.033],
    [
      'a share that should be high, measured from 1',
      { better: 'higher', proportion: true, limit: 0.995 },
      0.9945,
    ],
    ['a number that should be high', { better: 'higher', proportion: false, limit: 0.4 }, 0.36],
    [
      'a ratio that is no share, above 1',
      { better: 'higher', proportion: false, limit: 1.2 },
      1.08,
    ],
    ['a limit of 0 leaves none', { better: 'lower', proportion: false, limit: 0 }, 0],
    ['a share that must be 1 leaves none', { better: 'higher', proportion: true, limit: 1 }, 1],
    [
      'a negative limit, lower is better, is still left upward',
      { better: 'lower', proportion: false, limit: -2 },
      -1.8,
    ],
    [
      'a negative limit, higher is better, is still left downward',
      { better: 'higher', proportion: false, limit: -0.5 },
      -0.55,
    ],
  ] as const)('%s', (_title, part, expected) => {
    expect(recoverLimit({ ...part, recover: 0.1 })).toBeCloseTo(expected, 12);
  });
});

describe('what is known of a signal', () => {
  const bad = { recent: seen(0.06, 'bad'), evidence: seen(0.06, 'bad') };
  const failed = rememberSignal(hallucination, bad, UNSEEN, 1000);

  it('remembers the last instant it failed at, whatever follows', () => {
    expect(failed).toEqual({ status: 'fail', known: 'fail', failedMs: 1000 });
    const later = rememberSignal(
      hallucination,
      { recent: seen(0.01, 'good'), evidence: seen(0.01, 'good') },
      failed,
      2000,
    );
    expect(later).toEqual({ status: 'pass', known: 'pass', failedMs: 1000 });
  });

  it('keeps the failure while the signal is missing', () => {
    const silent = { recent: missing('stale', 400), evidence: missing('stale') };
    expect(rememberSignal(hallucination, silent, failed, 2000)).toEqual({
      status: 'uncertain',
      known: 'fail',
      failedMs: 1000,
    });
  });

  it.each([0, 1, 99])('keeps the failure while only %d samples were taken since', (n) => {
    const thinning = { recent: seen(0.05, 'open', 200), evidence: missing('too_few', n) };
    expect(rememberSignal(hallucination, thinning, failed, 2000).known).toBe('fail');
  });

  it('is over the failure once enough was measured that no longer shows it', () => {
    const recovering = { recent: seen(0.05, 'open', 200), evidence: seen(0.03, 'open') };
    expect(rememberSignal(hallucination, recovering, failed, 2000).known).toBe('uncertain');
  });
});
