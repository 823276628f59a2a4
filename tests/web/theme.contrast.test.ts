import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(
  join(import.meta.dirname, '..', '..', 'web', 'theme', 'tokens.css'),
  'utf8',
);

function readTokens(scheme: 'light' | 'dark'): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, name = '', light = '', dark = ''] of css.matchAll(
    /--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\);/g,
  )) {
    tokens.set(name, scheme === 'light' ? light : dark);
  }
  for (const [, name = '', other = ''] of css.matchAll(/--([\w-]+): var\(--([\w-]+)\);/g)) {
    const value = tokens.get(other);
    if (value !== undefined) tokens.set(name, value);
  }
  return tokens;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const GROUNDS = ['paper', 'surface', 'sunken', 'hover'];
const TEXTS = ['ink', 'ink-2', 'ink-3', 'scale', 'hold', 'redesign', 'stop', 'missing'];
const ON_SOFT = ['scale', 'hold', 'redesign', 'stop', 'missing', 'pass', 'fail', 'uncertain'];

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  const tokens = readTokens(scheme);
  const ratio = (text: string, ground: string): number =>
    contrast(tokens.get(text)!, tokens.get(ground)!);

  it.each(TEXTS)('%s is readable on every ground (AA, 4.5)', (text) => {
    for (const ground of GROUNDS) expect(ratio(text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each(ON_SOFT)('%s is readable on its own soft ground', (name) => {
    expect(ratio(name, `${name}-soft`)).toBeGreaterThanOrEqual(4.5);
  });

  it('buttons, outlines of controls and the focus ring stand out', () => {
    expect(ratio('on-ink', 'ink')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('control-line', 'surface')).toBeGreaterThanOrEqual(3);
    expect(ratio('focus', 'paper')).toBeGreaterThanOrEqual(3);
    expect(ratio('focus', 'surface')).toBeGreaterThanOrEqual(3);
  });
});
