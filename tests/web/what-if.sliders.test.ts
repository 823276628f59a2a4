import { describe, expect, it } from 'vitest';
import { readEvidence, recordEvidence } from '../../decisions/assessment/evidence.ts';
import { createWhatIf } from '../../decisions/assessment/what-if.ts';
import { buildLevers, onStops } from '../../web/return/what-if/build-levers.ts';
import { buildVerdictTrack, findTurn } from '../../web/return/what-if/build-verdict-track.ts';
import { buildWhatIfResult } from '../../web/return/what-if/build-what-if-result.ts';
import { nearestStop, stopsAround, stopsBetween } from '../../web/return/what-if/lever-stops.ts';
import {
  leversOf,
  readLeverValues,
  writeLeverValues,
} from '../../web/return/what-if/lever-values.ts';
import { inputAt } from '../decisions/assess-at.ts';
import { dayMs } from '../decisions/simulated-history.ts';
import { BROAD, CASED, stretched, type Stretch } from '../decisions/stretched-history.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

const HEALTHY: Stretch = {
  days: 30,
  runsPerHour: 20,
  hallucinationShare: 0,
  acceptedShare: 0.8,
  costUsd: 0.02,
  errorShare: 0.05,
  latencyBucket: 880,
};
const evidence = recordEvidence(
  inputAt(
    stretched([
      { ...HEALTHY, errorShare: 0 },
      { ...HEALTHY, days: 10 },
    ]),
    40,
    { workload: CASED, document: { signals: BROAD } },
  ),
);
const whatIf = createWhatIf(readEvidence(evidence, () => ''));
const today = whatIf.suppose({}).assessment;
const groups = buildLevers(evidence, today);
const levers = groups.flatMap((group) => group.levers);
const lever = (key: string) => levers.find((one) => one.key === key)!;
const NOW = dayMs(40);

describe('an address', () => {
  it('keeps every lever exactly', () => {
    const values = {
      'value.success': 1.35,
      'rate.error_rate': 0.05,
      'limit.roi': 1.5,
      samples: 12,
    };
    const written = writeLeverValues(values)!;
    expect(written).toBe('value.success:1.35,rate.error_rate:0.05,limit.roi:1.5,samples:12');
    expect(readLeverValues(written)).toEqual(values);
    expect(writeLeverValues({})).toBeUndefined();
  });

  it('that makes no sense supposes nothing', () => {
    for (const text of ['', 'roi', 'nonsense:1', 'samples:', 'samples:NaN', 'limit.:3', undefined])
      expect(readLeverValues(text)).toEqual({});
  });

  it('is told to the engine by the levers it names', () => {
    expect(leversOf({ 'value.success': 2, 'limit.roi': 1.5, 'rate.error_rate': 0 })).toEqual({
      valuePerSuccessUsd: 2,
      limits: { roi: 1.5 },
      rates: { error_rate: 0 },
    });
  });
});

describe('the stops of a slider', () => {
  it('are round, and hold today’s number exactly', () => {
    expect(stopsBetween(0, 2, 1.237, 4)).toEqual([0, 0.5, 1, 1.237, 1.5, 2]);
    expect(nearestStop([0, 0.5, 1], 0.7)).toBe(1);
    expect(nearestStop([1, 0.5, 0], -1e300)).toBe(2);
    expect(nearestStop([0, 0.5, 1], 1e300)).toBe(2);
  });

  it('reach beyond the limit however far off it lies, and stay fine near today', () => {
    const stops = stopsAround(1, 30);
    expect(stops.at(-1)).toBeGreaterThanOrEqual(45);
    expect(stops.filter((stop) => stop <= 2).length).toBeGreaterThan(30);
    expect(stops).toContain(1);
    expect(stopsAround(1, 0.5).at(-1)).toBe(2);
  });
});

describe('what can be supposed', () => {
  it('is what the telemetry and the policy speak of, and nothing else', () => {
    expect(levers.map(({ key }) => key)).toEqual([
      'value.success',
      'cost.inference',
      'cost.stated',
      'reviews',
      'rate.acceptance_rate',
      'rate.error_rate',
      'latency',
      ...Object.entries(BROAD!)
        .filter(([, { role }]) => role === 'required')
        .map(([signal]) => expect.stringContaining(`limit.`) && `limit.${signal}`)
        .toSorted((a, b) => orderOf(a) - orderOf(b)),
      'confidence',
      'samples',
    ]);
  });

  const orderOf = (key: string): number =>
    today.signals.findIndex(({ signal }) => key === `limit.${signal}`);

  it('starts from today: every slider stands on a stop of its own', () => {
    for (const { key, stops, base } of levers) {
      expect(stops, key).toContain(base);
      const isDown = stops[0]! > stops.at(-1)!;
      expect(stops, key).toEqual(stops.toSorted((a, b) => (isDown ? b - a : a - b)));
      expect(stops.length, key).toBeLessThanOrEqual(70);
      expect(stops.every(Number.isFinite), key).toBe(true);
    }
  });

  it('says what a place of the slider would show, in the signal’s unit', () => {
    expect(plain(lever('rate.error_rate').write(0.5))).toBe('2.5 %');
    expect(plain(lever('value.success').write(1.5))).toBe('$1.50');
    expect(plain(lever('limit.error_rate').write(0.02))).toBe('≤ 2 %');
    expect(plain(lever('confidence').write(0.95))).toBe('95.0 %');
  });

  it('grows to the right, whichever way is better', () => {
    const { stops, write } = lever('rate.acceptance_rate');
    expect(plain(write(stops.at(-1)!))).toBe('100.0 %');
    expect(plain(write(stops[0]!))).not.toBe('100.0 %');
  });

  it('has a name of its own, also where two are about the same signal', () => {
    const names = levers.map(({ fullName }) => fullName);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leaves out the rate of a signal that shows nothing wrong', () => {
    expect(levers.map(({ key }) => key)).not.toContain('rate.hallucination_rate');
  });
});

describe('what an address supposes', () => {
  it('lands on the stops of the sliders that are there; the rest is left out', () => {
    const far = { samples: 1e9, 'value.success': 1.449, 'rate.roi': 3, 'limit.unknown': 1 };
    const values = onStops(groups, far);
    expect(values['samples']).toBe(lever('samples').stops.at(-1));
    expect(lever('value.success').stops).toContain(values['value.success']);
    expect(Object.keys(values)).toEqual(['value.success', 'samples']);
  });

  it('restores the place of every slider exactly', () => {
    for (const { key, stops, base } of levers) {
      for (const stop of stops) {
        const values = stop === base ? {} : { [key]: stop };
        expect(onStops(groups, readLeverValues(writeLeverValues(values)))).toEqual(values);
      }
    }
  });
});

describe('a track', () => {
  it('covers the whole slider, each stretch with its verdict', () => {
    const { key, stops, base } = lever('rate.error_rate');
    const verdicts = stops.map((stop) =>
      whatIf.propose(leversOf(stop === base ? {} : { [key]: stop })),
    );
    const track = buildVerdictTrack(verdicts);
    expect(track.length).toBeGreaterThan(1);
    expect(track[0]).toMatchObject({ verdict: 'scale', from: 0 });
    expect(track.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100, 9);
    expect(findTurn(verdicts, nearestStop(stops, base))?.verdict).toBe('scale');
  });

  it('of one verdict has one stretch and no turn', () => {
    expect(buildVerdictTrack(['hold', 'hold'])).toEqual([{ verdict: 'hold', from: 0, width: 100 }]);
    expect(findTurn(['hold', 'hold'], 0)).toBeNull();
  });
});

describe('the answer', () => {
  it('says what it would propose instead, why, and when that would be published', () => {
    const supposed = whatIf.suppose(leversOf({ 'rate.error_rate': 0.02 }));
    const result = buildWhatIfResult(today, supposed, '7d', NOW);
    expect(result).toMatchObject({ verdict: 'scale', was: 'hold' });
    expect(result.sentence).toMatch(/^Scale: every required signal is shown to be inside/);
    expect(result.timing).toMatch(/shown anew first: about .* at today’s traffic/);
    expect(result.timing).toContain('proposed for 7 days');
    const error = result.signals.find(({ row }) => row.id === 'error_rate')!;
    expect(plain(error.was!)).toBe('5.0 %');
    expect(error.wasStatus).toBe('fail');
    expect(result.axes.find(({ axis }) => axis === 'operations')).toMatchObject({
      state: 'strong',
      was: 'weak',
    });
  });

  it('with nothing moved is today’s, with nothing beside it', () => {
    const result = buildWhatIfResult(today, whatIf.suppose({}), '0d', NOW);
    expect(result).toMatchObject({
      verdict: 'hold',
      was: null,
      timing: 'That is what is published today.',
      sentence: today.sentence,
    });
    expect(result.signals.every(({ was }) => was === null)).toBe(true);
  });
});
