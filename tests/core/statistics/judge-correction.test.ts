import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  correctForJudge,
  correctIntervalForJudge,
  reportedByJudge,
} from '../../../core/statistics/judge-correction.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const usefulJudge = fc.record({
  sensitivity: fc.double({ min: 0.55, max: 1, noNaN: true }),
  specificity: fc.double({ min: 0.55, max: 1, noNaN: true }),
});

describe('the correction for a judge', () => {
  it('finds the truth behind what the judge reports', () => {
    fc.assert(
      fc.property(share, usefulJudge, (truth, judge) => {
        expect(correctForJudge(reportedByJudge(truth, judge)!, judge)).toBeCloseTo(truth, 9);
      }),
    );
  });

  it('changes nothing for a perfect judge', () => {
    const perfect = { sensitivity: 1, specificity: 1 };
    expect(correctForJudge(0.37, perfect)).toBe(0.37);
    expect(correctIntervalForJudge({ low: 0.2, high: 0.4 }, perfect)).toEqual({
      low: 0.2,
      high: 0.4,
    });
  });

  it('stays within [0, 1] and keeps the order of what it corrects', () => {
    fc.assert(
      fc.property(share, share, usefulJudge, (a, b, judge) => {
        const low = correctForJudge(Math.min(a, b), judge)!;
        const high = correctForJudge(Math.max(a, b), judge)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('widens an interval it does not cut', () => {
    const corrected = correctIntervalForJudge(
      { low: 0.2, high: 0.3 },
      { sensitivity: 0.9, specificity: 0.9 },
    )!;
    expect(corrected.low).toBeCloseTo(0.125, 12);
    expect(corrected.high).toBeCloseTo(0.25, 12);
  });

  it('says nothing where the judge does not', () => {
    for (const judge of [
      { sensitivity: 0.5, specificity: 0.5 },
      { sensitivity: 0, specificity: 0.9 },
    ]) {
      expect(correctForJudge(0.3, judge)).toBeNull();
      expect(reportedByJudge(0.3, judge)).toBeNull();
      expect(correctIntervalForJudge({ low: 0.1, high: 0.9 }, judge)).toBeNull();
    }
  });

  it('never makes certainty out of an interval the judge could not have produced', () => {
    const judge = { sensitivity: 0.9, specificity: 0.9 };
    expect(correctIntervalForJudge({ low: 0.01, high: 0.05 }, judge)).toBeNull();
    expect(correctIntervalForJudge({ low: 0.95, high: 0.99 }, judge)).toBeNull();
    expect(correctIntervalForJudge({ low: 0.05, high: 0.15 }, judge)!.low).toBe(0);
  });

  it('refuses shares outside [0, 1]', () => {
    expect(() => correctForJudge(1.1, { sensitivity: 0.9, specificity: 0.9 })).toThrow(RangeError);
    expect(() => correctForJudge(0.1, { sensitivity: 90, specificity: 0.9 })).toThrow(RangeError);
  });
});
