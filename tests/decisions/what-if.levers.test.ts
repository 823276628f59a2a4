import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../decisions/assessment/assess.ts';
import { readEvidence, recordEvidence } from '../../decisions/assessment/evidence.ts';
import { createWhatIf, type WhatIf } from '../../decisions/assessment/what-if.ts';
import type { Levers } from '../../decisions/assessment/what-if-levers.ts';
import type { Assessment, SignalStatus } from '../../decisions/assessment/assessment.ts';
import type { Axis, AxisState } from '../../decisions/policy/policy.ts';
import { inputAt, type Options } from './assess-at.ts';
import { sha256 } from './engine-fixtures.ts';
import {
  anyStretches,
  BROAD,
  CASED,
  daysOf,
  stretched,
  type Stretch,
} from './stretched-history.ts';

const HEALTHY: Stretch = {
  days: 40,
  runsPerHour: 20,
  hallucinationShare: 0,
  acceptedShare: 0.8,
  costUsd: 0.02,
  errorShare: 0,
  latencyBucket: 880,
};

const optionsOf = (rest: Options = {}): Options => ({
  workload: CASED,
  document: { signals: BROAD },
  ...rest,
});
const inputOf = (stretches: readonly Stretch[], rest?: Options) =>
  inputAt(stretched(stretches), daysOf(stretches), optionsOf(rest));
/** As the browser has it: from plain data. */
const whatIfOf = (stretches: readonly Stretch[], rest?: Options): WhatIf =>
  createWhatIf(readEvidence(recordEvidence(inputOf(stretches, rest)), sha256));
const axisIn = ({ axes }: Assessment, axis: Axis): AxisState =>
  axes.find((one) => one.axis === axis)!.state;
const signalIn = ({ signals }: Assessment, id: string) =>
  signals.find(({ signal }) => signal === id)!;

const RANK: Readonly<Record<AxisState, number>> = { weak: 0, unproven: 1, strong: 2 };
const STATUS_RANK: Readonly<Record<SignalStatus, number>> = { fail: 0, uncertain: 1, pass: 2 };
const anyFactor = fc.double({ min: 0.2, max: 4, noNaN: true });

const anyLevers: fc.Arbitrary<Levers> = fc.record(
  {
    limits: fc.dictionary(
      fc.constantFrom('hallucination_rate', 'roi'),
      fc.double({ min: 0.001, max: 2, noNaN: true }),
    ),
    confidence: fc.double({ min: 0.6, max: 0.999, noNaN: true }),
    valuePerSuccessUsd: fc.double({ min: 0, max: 5, noNaN: true }),
    inferenceCost: anyFactor,
    statedCosts: anyFactor,
    reviews: anyFactor,
    latency: anyFactor,
    samples: anyFactor,
    rates: fc.dictionary(
      fc.constantFrom('hallucination_rate', 'error_rate', 'acceptance_rate'),
      anyFactor,
    ),
  },
  { requiredKeys: [] },
);

describe('with no lever moved', () => {
  it('the assessment is the one that was made, byte for byte', () => {
    fc.assert(
      fc.property(anyStretches, (stretches) => {
        const input = inputOf(stretches);
        const { assessment, daysToProve } = whatIfOf(stretches).suppose({});
        expect(assessment).toEqual(assess(input));
        expect(daysToProve).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

describe('with any levers moved', () => {
  it('no window is asked for that was not sent, and the quick answer is the full one', () => {
    fc.assert(
      fc.property(anyStretches, anyLevers, (stretches, levers) => {
        const whatIf = whatIfOf(stretches);
        expect(whatIf.propose(levers)).toBe(whatIf.suppose(levers).assessment.proposed);
      }),
      { numRuns: 30 },
    );
  });

  it('without any telemetry nothing makes it scale', () => {
    const whatIf = whatIfOf([{ ...HEALTHY, runsPerHour: 0 }]);
    fc.assert(fc.property(anyLevers, (levers) => whatIf.propose(levers) !== 'scale'));
  });

  it('a gate that is open stays open', () => {
    const document = { signals: BROAD, gates: { required_for_scale: ['owners'] } };
    const whatIf = whatIfOf([HEALTHY], { document });
    expect(whatIf.suppose({}).assessment.blocked_by).toEqual(['gate:owners']);
    fc.assert(fc.property(anyLevers, (levers) => whatIf.propose(levers) !== 'scale'));
  });
});

describe('a lever moved further', () => {
  const ordered = fc
    .tuple(anyFactor, anyFactor)
    .map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));

  it('towards more value never lowers the value axis', () => {
    fc.assert(
      fc.property(anyStretches, ordered, (stretches, [less, more]) => {
        const whatIf = whatIfOf(stretches);
        const state = (value: number) =>
          RANK[axisIn(whatIf.suppose({ valuePerSuccessUsd: value }).assessment, 'value')];
        expect(state(more)).toBeGreaterThanOrEqual(state(less));
        if (more >= 1) expect(state(more)).toBeGreaterThanOrEqual(state(1));
      }),
      { numRuns: 25 },
    );
  });

  it('towards higher costs never lifts the economics axis', () => {
    fc.assert(
      fc.property(anyStretches, ordered, (stretches, [less, more]) => {
        const whatIf = whatIfOf(stretches);
        const state = (factor: number) =>
          RANK[axisIn(whatIf.suppose({ statedCosts: factor }).assessment, 'economics')];
        expect(state(more)).toBeLessThanOrEqual(state(less));
      }),
      { numRuns: 25 },
    );
  });

  it('towards fewer hallucinations, errors or seconds never worsens that signal', () => {
    const worse: readonly (readonly [string, (factor: number) => Levers])[] = [
      ['hallucination_rate', (factor) => ({ rates: { hallucination_rate: factor } })],
      ['error_rate', (factor) => ({ rates: { error_rate: factor } })],
      ['acceptance_rate', (factor) => ({ rates: { acceptance_rate: factor } })],
      ['latency_p95', (factor) => ({ latency: factor })],
    ];
    fc.assert(
      fc.property(
        anyStretches,
        ordered,
        fc.constantFrom(...worse),
        (stretches, [less, more], [id, lever]) => {
          const whatIf = whatIfOf(stretches);
          const status = (factor: number) =>
            STATUS_RANK[signalIn(whatIf.suppose(lever(factor)).assessment, id).status];
          expect(status(less)).toBeGreaterThanOrEqual(status(more));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('towards a looser limit never worsens its signal', () => {
    fc.assert(
      fc.property(anyStretches, ordered, (stretches, [strict, loose]) => {
        const whatIf = whatIfOf(stretches);
        const status = (factor: number) =>
          STATUS_RANK[
            signalIn(
              whatIf.suppose({ limits: { hallucination_rate: 0.03 * factor } }).assessment,
              'hallucination_rate',
            ).status
          ];
        expect(status(loose)).toBeGreaterThanOrEqual(status(strict));
      }),
      { numRuns: 25 },
    );
  });
});

describe('the verdict turns', () => {
  const hallucinating: readonly Stretch[] = [
    { ...HEALTHY, days: 20 },
    { ...HEALTHY, days: 14, hallucinationShare: 0.1 },
  ];

  it('to hold when a value that carried it is taken away, and back', () => {
    const whatIf = whatIfOf([HEALTHY]);
    expect(whatIf.propose({})).toBe('scale');
    expect(whatIf.propose({ valuePerSuccessUsd: 0.2 })).not.toBe('scale');
    expect(whatIf.propose({ valuePerSuccessUsd: 2 })).toBe('scale');
  });

  it('to scale when what fails is mended, and says how long that has to be shown', () => {
    const whatIf = whatIfOf(hallucinating);
    expect(whatIf.suppose({}).assessment.proposed).toBe('hold');
    const { assessment, daysToProve } = whatIf.suppose({ rates: { hallucination_rate: 0.05 } });
    expect(assessment.proposed).toBe('scale');
    expect(signalIn(assessment, 'hallucination_rate')).toMatchObject({
      status: 'pass',
      limit: 0.03,
    });
    expect(daysToProve).toBeGreaterThan(0.2);
    expect(daysToProve).toBeLessThan(3);
    expect(assessment.pending).toMatchObject({ verdict: 'scale' });
  });

  it('to scale when the limit is looser than what fails, as if it always had been', () => {
    const { assessment } = whatIfOf(hallucinating).suppose({ limits: { hallucination_rate: 0.2 } });
    expect(assessment.proposed).toBe('scale');
    expect(signalIn(assessment, 'hallucination_rate').evidence.n).toBe(28 * 24 * 20);
  });
});

describe('what a lever moves', () => {
  const suppose = (levers: Levers): Assessment => whatIfOf([HEALTHY]).suppose(levers).assessment;
  const now = suppose({});
  const valueOf = (found: Assessment, id: string): number => signalIn(found, id).value!;

  it('twice the value is twice the return, at the same cost', () => {
    const twice = suppose({ valuePerSuccessUsd: 2 });
    expect(valueOf(twice, 'value_per_run')).toBeCloseTo(2 * valueOf(now, 'value_per_run'), 12);
    expect(valueOf(twice, 'roi')).toBeCloseTo(2 * valueOf(now, 'roi'), 12);
    expect(valueOf(twice, 'unit_cost')).toBe(valueOf(now, 'unit_cost'));
  });

  it('all costs twice over are half the return, with the interval in proportion', () => {
    const twice = suppose({ inferenceCost: 2, statedCosts: 2, reviews: 2 });
    expect(valueOf(twice, 'cost_per_run')).toBeCloseTo(2 * valueOf(now, 'cost_per_run'), 12);
    expect(valueOf(twice, 'unit_cost')).toBeCloseTo(2 * valueOf(now, 'unit_cost'), 12);
    expect(valueOf(twice, 'roi')).toBeCloseTo(valueOf(now, 'roi') / 2, 12);
    expect(valueOf(twice, 'review_burden')).toBeCloseTo(2 * valueOf(now, 'review_burden'), 12);
  });

  it('latency moves with its interval', () => {
    const half = suppose({ latency: 0.5 });
    expect(valueOf(half, 'latency_p95')).toBeCloseTo(valueOf(now, 'latency_p95') / 2, 9);
    expect(signalIn(half, 'latency_p95').status).toBe('pass');
  });

  it('half of the worthless runs gone is half the distance to full acceptance', () => {
    const better = suppose({ rates: { acceptance_rate: 0.5 } });
    const missing = 1 - valueOf(now, 'acceptance_rate');
    expect(valueOf(better, 'acceptance_rate')).toBeCloseTo(1 - missing / 2, 12);
    expect(valueOf(better, 'value_per_run')).toBeGreaterThan(valueOf(now, 'value_per_run'));
    expect(valueOf(better, 'cost_per_run')).toBeCloseTo(valueOf(now, 'cost_per_run'), 12);
  });

  it('more samples narrow intervals and move no number', () => {
    const more = suppose({ samples: 4 });
    const width = ({ low, high }: { low: number | null; high: number | null }) => high! - low!;
    expect(valueOf(more, 'acceptance_rate')).toBe(valueOf(now, 'acceptance_rate'));
    expect(width(signalIn(more, 'acceptance_rate'))).toBeLessThan(
      width(signalIn(now, 'acceptance_rate')),
    );
  });

  it('a judge’s false alarms stay as they are when the truth behind them changes', () => {
    const judge = { sensitivity: 0.9, specificity: 0.97 };
    const document = {
      signals: { ...BROAD, hallucination_rate: { role: 'required' as const, limit: 0.03, judge } },
    };
    const whatIf = whatIfOf([{ ...HEALTHY, runsPerHour: 100, hallucinationShare: 0.08 }], {
      document,
    });
    const rate = (factor: number): number =>
      valueOf(
        whatIf.suppose({ rates: { hallucination_rate: factor } }).assessment,
        'hallucination_rate',
      );
    expect(rate(0.5)).toBeCloseTo(rate(1) / 2, 12);
    expect(rate(0)).toBeCloseTo(0, 12);
  });

  it('the rate of a signal that has none is refused', () => {
    expect(() => suppose({ rates: { roi: 0.5 } })).toThrow(RangeError);
  });
});
