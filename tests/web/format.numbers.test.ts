import { describe, expect, it } from 'vitest';
import { formatPlural, formatShare, formatUsd, formatUsdExact } from '../../web/format/number.ts';
import { formatBounds, formatLimit, formatSignal, unitWords } from '../../web/format/unit.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const ratio = { signal: 'error_rate', unit: 'ratio' };
const roi = { signal: 'roi', unit: 'ratio' };
const ms = { signal: 'latency_p95', unit: 'ms' };
const usd = { signal: 'unit_cost', unit: 'USD per successful outcome' };

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [0.0042, '$0.00420'],
    [0.412, '$0.412'],
    [18.42, '$18.42'],
    [847.3, '$847'],
    [4320, '$4,320'],
    [12_430, '$12.4k'],
    [184_320, '$184k'],
    [1_240_000, '$1.24M'],
    [987_654_321, '$988M'],
    [1_975_308_642, '$1.98B'],
    [-4210, '−$4,210'],
  ])('%f reads %s', (amount, text) => {
    expect(formatUsd(amount)).toBe(text);
  });

  it('is exact to the cent where it is explained', () => {
    expect(formatUsdExact(184_320.5)).toBe('$184,320.50');
  });
});

describe('shares', () => {
  it.each([
    [0, '0.0 %'],
    [0.041, '4.1 %'],
    [0.0042, '0.42 %'],
    [0.9612, '96.1 %'],
    [0.9995, '99.95 %'],
    [1, '100.0 %'],
    [3.4, '340.0 %'],
  ])('%f reads %s, with more decimals near the ends', (share, text) => {
    expect(plain(formatShare(share))).toBe(text);
  });
});

describe('signals', () => {
  it('are written in the unit of the catalogue', () => {
    expect(plain(formatSignal(1840, ms))).toBe('1.84 s');
    expect(plain(formatSignal(840, ms))).toBe('840 ms');
    expect(plain(formatSignal(34, { signal: 'rollback_mttr', unit: 'minutes' }))).toBe('34.0 min');
    expect(plain(formatSignal(300, { signal: 'data_freshness', unit: 'minutes' }))).toBe('5.00 h');
    expect(plain(formatSignal(0.42, { signal: 'review_burden', unit: 'minutes per run' }))).toBe(
      '0.420 min',
    );
    expect(formatSignal(3.2, roi)).toBe('3.20×');
    expect(formatSignal(0.412, usd)).toBe('$0.412');
    expect(formatSignal(-0.25, { signal: 'satisfaction', unit: '−1…1' })).toBe('−0.250');
  });

  it('are a dash where there is no value, never 0', () => {
    expect(formatSignal(null, ratio)).toBe('—');
    expect(formatSignal(null, usd)).toBe('—');
  });

  it('give intervals in the scale of their value, without the unit', () => {
    expect(formatBounds(0.032, 0.053, ratio, 0.041)).toBe('[3.2–5.3]');
    expect(formatBounds(1790, 1902, ms, 1840)).toBe('[1.79–1.90]');
    expect(formatBounds(-0.8, 7.9, { signal: 'unit_cost_trend', unit: '% per week' }, 3.4)).toBe(
      '[−0.8 to 7.9]',
    );
  });

  it('give no interval where the source states none', () => {
    expect(formatBounds(null, null, ratio, 0.041)).toBe('');
  });

  it('say a limit as it was stated', () => {
    expect(plain(formatLimit(0.03, 'lower', ratio))).toBe('≤ 3 %');
    expect(plain(formatLimit(0.995, 'higher', ratio))).toBe('≥ 99.5 %');
    expect(plain(formatLimit(0.4, 'higher', usd))).toBe('≥ $0.40');
    expect(plain(formatLimit(1.2, 'higher', roi))).toBe('≥ 1.2×');
    expect(plain(formatLimit(25_000, 'lower', ms))).toBe('≤ 25 s');
  });

  it('name their unit in words', () => {
    expect(unitWords(roi)).toBe('dollars of value per dollar of cost');
    expect(unitWords({ signal: 'x', unit: 'furlongs' })).toBe('furlongs');
    expect(unitWords({ signal: 'x', unit: '' })).toBe('no unit');
  });
});

it('one thing is not many', () => {
  expect(formatPlural(1, 'workload')).toBe('1 workload');
  expect(formatPlural(1200, 'workload')).toBe('1,200 workloads');
});

describe('an amount too small for any decimals', () => {
  it('is never written as zero', () => {
    expect(formatUsd(1e-9)).toBe('$1.0e−9');
    expect(formatUsd(-1e-9)).toBe('−$1.0e−9');
    expect(formatUsd(0)).toBe('$0.00');
    expect(formatUsd(0.000012)).toBe('$0.000012');
  });
});
