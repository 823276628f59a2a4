import { describe, expect, it } from 'vitest';
import {
  buildIngestFigures,
  buildIngestHeadline,
  formatRate,
} from '../../web/ingest/build-ingest-figures.ts';
import { buildRateBars, RATE_BARS_HEIGHT } from '../../web/ingest/build-rate-bars.ts';
import { sampleIngestStatus } from './support/sample-ingest.ts';

const figure = (id: string, change: Parameters<typeof sampleIngestStatus>[0] = {}) =>
  buildIngestFigures(sampleIngestStatus(change)).find((one) => one.id === id)!;

describe('the strip', () => {
  it('gives every figure a unit or a window in its explanation', () => {
    for (const { explanation } of buildIngestFigures(sampleIngestStatus({}))) {
      expect(explanation).toMatch(/Unit\t|bytes/);
    }
  });

  it('shows a rate that is not measured yet as missing, and none as 0', () => {
    expect(figure('rate', { rate_per_second: null }).figure).toBe('—');
    expect(figure('rate', { rate_per_second: 0 })).toMatchObject({ figure: '0', tone: 'none' });
    expect(formatRate(0.04)).toBe('0.04');
    expect(formatRate(7.14)).toBe('7.1');
    expect(formatRate(23_456)).toBe('23.5k');
  });

  it('marks what was refused, a long lag and a spool that fills up', () => {
    expect(figure('rejected', { rejected: 3 }).tone).toBe('bad');
    expect(figure('rejected', { rejected: 0 }).tone).toBe('none');
    expect(figure('lag', { lag_ms: 900 }).tone).toBe('usual');
    expect(figure('lag', { lag_ms: 60_000 }).tone).toBe('bad');
    expect(figure('spool', { spool_bytes: 900, spool_limit_bytes: 1000 }).tone).toBe('bad');
  });

  it('says how full the spool is of how much', () => {
    const half = figure('spool', { spool_bytes: 2 ** 31, spool_limit_bytes: 2 ** 32 });
    expect(figure('spool', { spool_bytes: 179 }).aside).toContain('under 0.10');
    expect([half.figure, half.aside]).toEqual(['2\u202fGiB', '50.0\u202f% of 4\u202fGiB']);
  });

  it('keeps large counts short and exact on hover', () => {
    const accepted = figure('accepted', { accepted: 12_345_678 });
    expect(accepted.figure).toBe('12.3M');
    expect(accepted.explanation).toContain('12,345,678');
  });
});

describe('the first sentence', () => {
  const headline = (change: Parameters<typeof sampleIngestStatus>[0]) =>
    buildIngestHeadline(sampleIngestStatus(change));

  it('names a database that is away before anything else', () => {
    expect(headline({ last_error: 'connection refused', rate_per_second: 4 })).toEqual({
      text: 'Telemetry waits on disk: the database does not take it.',
      isBad: true,
    });
  });

  it('tells silence from a rate that is not known yet', () => {
    expect(headline({ rate_per_second: 0 }).text).toContain('Quiet');
    expect(headline({ rate_per_second: null }).text).not.toContain('Quiet');
    expect(headline({ accepted: 0, rejected: 0 }).text).toContain('Nothing has come in');
  });
});

describe('the bars of the rate', () => {
  it('stand on 0, the highest fills the height, and a single event is still seen', () => {
    const { bars } = buildRateBars([0, 1, 1000, 0])!;
    expect(bars.map(({ x }) => x)).toEqual([30, 60]);
    expect(bars[1]!.height).toBe(RATE_BARS_HEIGHT - 2);
    expect(bars[0]!.height).toBeGreaterThanOrEqual(1.5);
  });

  it('leave out what was not watched, the solid line as well', () => {
    expect(buildRateBars([null, null, 2, 0])!.fromX).toBe(60);
    expect(buildRateBars([null, null])).toBeNull();
  });
});
