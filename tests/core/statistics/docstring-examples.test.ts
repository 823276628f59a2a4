import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

// The convention: one line `@example call(…) // expected`. A number with a decimal point or an exponent must be
// reproduced to the digits shown, everything else exactly.

const folder = new URL('../../../core/statistics/', import.meta.url);

/** A number as a docstring shows it, e.g. `0.0740`, which allows half a unit of its last digit. */
class ShownNumber {
  readonly value: number;
  readonly tolerance: number;
  constructor(digits: string) {
    this.value = Number(digits);
    const [, decimals, exponent] = /^-?\d+(?:\.(\d+))?(?:e([-+]?\d+))?$/.exec(digits) ?? [];
    const lastDigit = 10 ** (Number(exponent ?? 0) - (decimals?.length ?? 0));
    this.tolerance = decimals === undefined && exponent === undefined ? 0 : lastDigit * 0.5000001;
  }
}

interface Example {
  readonly call: string;
  readonly shown: string;
}

function examplesIn(source: string): Example[] {
  return source
    .split('\n')
    .filter((line) => line.includes('@example'))
    .map((line) => {
      const match = /@example (.+) \/\/ (.+?)(?: \*\/)?$/.exec(line);
      if (match === null) throw new Error(`not of the form "@example call // expected": ${line}`);
      return { call: match[1]!, shown: match[2]! };
    });
}

function expectShown(actual: unknown, shown: unknown, path = 'result'): void {
  if (shown instanceof ShownNumber) {
    expect(typeof actual, path).toBe('number');
    expect(Math.abs(Number(actual) - shown.value), `${path} ${String(actual)}`).toBeLessThanOrEqual(
      shown.tolerance,
    );
  } else if (typeof shown === 'object' && shown !== null) {
    expect(Object.keys(Object(actual)), path).toEqual(Object.keys(shown));
    for (const [key, value] of Object.entries(shown)) {
      expectShown(Reflect.get(Object(actual), key), value, `${path}.${key}`);
    }
  } else {
    expect(actual, path).toBe(shown);
  }
}

function check(example: Example, exports: Record<string, unknown>): void {
  const expected = example.shown.replaceAll(
    /-?\b\d+(?:\.\d+)?(?:e[-+]?\d+)?\b/g,
    (digits) => `new ShownNumber('${digits}')`,
  );
  const actual: unknown = runInNewContext(example.call, { ...exports });
  expectShown(actual, runInNewContext(`(${expected})`, { ShownNumber }));
}

for (const file of readdirSync(folder).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
)) {
  const source = readFileSync(new URL(file, folder), 'utf8');
  const exports = (await import(new URL(file, folder).href)) as Record<string, unknown>;
  const functions = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  if (functions.length === 0) continue;

  describe(file, () => {
    it.each(examplesIn(source))('produces what its docstring shows: $call', (example) =>
      check(example, exports),
    );

    it.each(functions)('shows a worked example of %s', (name) => {
      expect(examplesIn(source).some(({ call }) => call.includes(`${name}(`))).toBe(true);
    });
  });
}

describe('the check of the examples itself', () => {
  const exports = { third: () => ({ share: 1 / 3, side: 'below' }) };
  it('accepts the digits shown', () => {
    check({ call: 'third()', shown: "{share: 0.333, side: 'below'}" }, exports);
  });
  it.each([
    "{share: 0.334, side: 'below'}",
    "{share: 0.333, side: 'open'}",
    '{share: 0.333}',
    'null',
  ])('refuses %s', (shown) => {
    expect(() => check({ call: 'third()', shown }, exports)).toThrow();
  });
});
