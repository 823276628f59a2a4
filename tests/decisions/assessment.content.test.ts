import { describe, expect, it } from 'vitest';
import { isoTime } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { assessment, type Assessment } from '../../decisions/assessment/assessment.ts';
import { estimateParameters } from '../../decisions/engine/estimate-parameters.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { assessAt, GOOD } from './assess-at.ts';
import { PLAIN_CONTEXT, policyWith } from './engine-fixtures.ts';
import { dayMs, simulateDays, simulateRows, START_MS } from './simulated-history.ts';

const signalIn = (found: Assessment, id: string) =>
  found.signals.find(({ signal }) => signal === id)!;

const healthy = simulateDays(21, 40, () => GOOD);
const excellent = simulateDays(24, 7, () => ({ ...GOOD, hallucinationRate: 0.004 }));
const worthless = simulateDays(22, 40, (day) => (day < 15 ? GOOD : { ...GOOD, valueUsd: 0.1 }));
const hallucinating = simulateDays(23, 40, (day) =>
  day < 15 ? GOOD : { ...GOOD, hallucinationRate: 0.09 },
);
const silent = simulateDays(22, 60, (day) =>
  day < 10 ? GOOD : { ...GOOD, valueUsd: 0.1, runsPerDay: day < 30 ? 200 : 0 },
);
const empty = simulateDays(1, 40, () => ({ ...GOOD, runsPerDay: 0 }));

describe('an assessment', () => {
  const CASES: readonly (readonly [string, Assessment])[] = [
    ['scaled', assessAt(healthy, 35)],
    ['waiting for scale', assessAt(excellent, 6)],
    ['young', assessAt(healthy, 1)],
    ['stopped', assessAt(worthless, 39)],
    ['hallucinating', assessAt(hallucinating, 30)],
    ['stopped and silent', assessAt(silent, 55)],
    ['without any telemetry', assessAt(empty, 5)],
    [
      'before its first grid instant',
      assessAt(
        createHistory({ ...simulateRows(1, 24, () => GOOD), endMs: START_MS + 1_800_000 }),
        1 / 48,
      ),
    ],
    ['gated', assessAt(healthy, 35, { document: { gates: { required_for_scale: ['owners'] } } })],
    ['without requirements', assessAt(healthy, 35, { document: { signals: {} } })],
    [
      'with a signal that does not apply',
      assessAt(healthy, 35, {
        document: { signals: { roi: { role: 'not_applicable', reason: 'internal tool' } } },
      }),
    ],
  ];

  it.each(CASES)(
    'has the published shape, nothing but finite numbers, and words everywhere: %s',
    (_title, found) => {
      expect(assessment.parse(found)).toEqual(found);
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      for (const text of [
        found.sentence,
        ...found.axes.map(({ because }) => because),
        ...found.signals.map(({ reason }) => reason),
        ...found.playbook.steps,
      ]) {
        expect(text).toMatch(/^[\p{Lu}\d$−].*[.!?]$/su);
        expect(text).not.toMatch(/undefined|null|NaN|Infinity|\.\.|: :/);
      }
      expect(found.playbook.steps.length).toBeGreaterThan(0);
      expect(found.signals.map(({ signal }) => signal)).toEqual(SIGNALS.map(({ id }) => id));
    },
  );

  it('made twice of the same is the same, byte for byte', () => {
    expect(JSON.stringify(assessAt(silent, 55))).toBe(JSON.stringify(assessAt(silent, 55)));
  });

  it('shows both windows of a signal with the exact interval', () => {
    const atMs = dayMs(35);
    const policy = policyWith();
    const params = estimateParameters(policy, policy.signals.get('hallucination_rate')!, {});
    const recent = estimateSignal('hallucination_rate', healthy.window(dayMs(28), atMs), params);
    const evidence = estimateSignal('hallucination_rate', healthy.window(dayMs(7), atMs), params);
    expect(signalIn(assessAt(healthy, 35), 'hallucination_rate')).toMatchObject({
      value: recent.value,
      low: recent.low,
      high: recent.high,
      n: recent.n,
      n_effective: recent.nEffective,
      method: recent.method,
      window: '7d',
      limit: 0.03,
      status: 'pass',
      evidence: {
        value: evidence.value,
        low: evidence.low,
        high: evidence.high,
        n: evidence.n,
        since: isoTime(dayMs(7)),
        restarted_by: null,
      },
    });
  });

  it('dates evidence from the first telemetry where the window reaches back before it', () => {
    expect(signalIn(assessAt(healthy, 1), 'roi').evidence.since).toBe(isoTime(START_MS));
  });

  it('published nothing before the first grid instant: hold, since null', () => {
    const [, found] = CASES[7]!;
    expect(found).toMatchObject({ verdict: 'hold', since: null, pending: null });
    expect(CASES[6]![1]).toMatchObject({ verdict: 'hold', since: null });
  });

  it('at an instant between two grid instants is one more step from the last', () => {
    const endMs = dayMs(35) + 1_200_000;
    const cut = createHistory({ ...simulateRows(21, 35 * 24 + 1, () => GOOD), endMs });
    const found = assessAt(cut, 35 + 1 / 72);
    expect(found).toMatchObject({ at: isoTime(endMs), verdict: 'scale', proposed: 'scale' });
    expect(Date.parse(found.since!)).toBeLessThan(dayMs(35));
  });

  it('does not depend on whether the state before is the instant’s own', () => {
    for (const [history, day] of [
      [healthy, 35],
      [worthless, 39],
      [hallucinating, 30],
      [silent, 55],
    ] as const) {
      const own = replay(policyWith(), history, PLAIN_CONTEXT, dayMs(day)).state;
      expect(assessAt(history, day, { before: own })).toEqual(assessAt(history, day));
    }
  });
});

describe('the sentence', () => {
  it.each([
    [
      'scale names the signal with the least room',
      () => assessAt(healthy, 35),
      /^Scale: every required signal is shown to be inside its limit; closest to it, .* \(limit .*\)\.$/,
    ],
    [
      'a pending verdict says until when',
      () => assessAt(excellent, 6),
      /^Hold for now: .*; if that lasts until 2026-01-\d\d, the verdict is scale\.$/,
    ],
    [
      'missing evidence says how much more',
      () => assessAt(healthy, 1),
      /^Hold, not proven yet: hallucination rate is [\d.]+ % \(limit 3 %\) and needs about [\d,]+ more samples \(some \d+ days? at today’s rate\)\.$/,
    ],
    [
      'stop names what fails',
      () => assessAt(worthless, 39),
      /^Stop: value per run is \$0\.\d+ \(limit \$0\.40\) and return on cost is 0\.\d+ \(limit 1\.2\)\.$/,
    ],
    [
      'a weak operation names the number',
      () => assessAt(hallucinating, 30),
      /^Hold: hallucination rate is [\d.]+ % \(limit 3 %\)\.$/,
    ],
    [
      'silence does not lift a stop',
      () => assessAt(silent, 55),
      /^Stop stands: .* silence does not lift it\.$/,
    ],
    [
      'a gate is named',
      () => assessAt(healthy, 35, { document: { gates: { required_for_scale: ['owners'] } } }),
      /^Hold: the numbers support scaling, but gate owners is open\.$/,
    ],
    [
      'an alert is named',
      () =>
        assessAt(healthy, 35, { blocks: { alerts: ['tools-failing'], decisionExpired: false } }),
      /but alert tools-failing is firing\.$/,
    ],
    [
      'nothing measured',
      () => assessAt(empty, 5),
      /^Hold, not proven yet: value per run has never been measured, /,
    ],
    [
      'no requirement',
      () => assessAt(healthy, 35, { document: { signals: {} } }),
      /^Hold: the policy requires no signal, so nothing can be proven\.$/,
    ],
  ] as const)('%s', (_title, make, pattern) => {
    expect(make().sentence).toMatch(pattern);
  });
});

describe('gates in an assessment', () => {
  it('are all shown, and a required one nobody knows of is open', () => {
    const found = assessAt(healthy, 35, {
      document: { gates: { required_for_scale: ['owners', 'rollback_rehearsed'] } },
      gates: [
        { gate: 'owners', state: 'passed', evidence: 'record complete' },
        { gate: 'budget', state: 'open', evidence: 'no budget' },
      ],
    });
    expect(found.gates).toEqual([
      { gate: 'owners', state: 'passed', required: true, evidence: 'record complete' },
      { gate: 'budget', state: 'open', required: false, evidence: 'no budget' },
      {
        gate: 'rollback_rehearsed',
        state: 'open',
        required: true,
        evidence: 'Nothing proves it yet.',
      },
    ]);
    expect(found).toMatchObject({
      verdict: 'hold',
      proposed: 'hold',
      blocked_by: ['gate:rollback_rehearsed'],
    });
    expect(found.row).toMatchObject({ index: 6, verdict: 'scale' });
  });
});

describe('evidence that restarted', () => {
  it('says what restarted it and how much there is since', () => {
    const found = assessAt(healthy, 35, { limitChangesMs: { hallucination_rate: [dayMs(34.75)] } });
    const signal = signalIn(found, 'hallucination_rate');
    expect(signal).toMatchObject({
      status: 'uncertain',
      state: 'ok',
      evidence: {
        since: isoTime(dayMs(34.75)),
        restarted_by: 'its limit changed',
        state: 'too_few',
      },
    });
    expect(signal.reason).toMatch(
      /It has to be shown again: its limit changed; \d+ of at least 100 samples since/,
    );
  });

  it('says what they are worth where there are enough that came in clusters', () => {
    const rows = simulateRows(21, 40 * 24, () => GOOD);
    const designEffects = [{ atMs: START_MS, signal: 'hallucination_rate', effect: 3 }];
    const found = assessAt(createHistory({ ...rows, designEffects }), 35, {
      limitChangesMs: { hallucination_rate: [dayMs(34.25)] },
    });
    const { evidence, reason } = signalIn(found, 'hallucination_rate');
    expect(evidence.n).toBeGreaterThan(100);
    expect(reason).toMatch(
      /It has to be shown again: its limit changed\. \d+ of 100 effective judged runs needed: /,
    );
  });

  it('is empty while the signal fails', () => {
    const signal = signalIn(assessAt(hallucinating, 30), 'hallucination_rate');
    expect(signal).toMatchObject({
      status: 'fail',
      evidence: { n: 0, since: isoTime(dayMs(30)), restarted_by: 'it failed until then' },
    });
  });
});
