import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from '../support/run-command.ts';
import { check, checkOf } from './check-in-process.ts';

// Each command is a process that has to load the program first.
vi.setConfig({ testTimeout: 120_000 });

interface Printed {
  rules: { states: { t: number; state: string }[] }[];
}
const print = (document: unknown): Printed =>
  JSON.parse(check(JSON.stringify(document), { print: true }).output) as Printed;

const THRESHOLD = {
  id: 'a',
  interval: 60,
  rule: {
    op: '>=',
    threshold: 0.05,
    forSeconds: 900,
    keepFiringForSeconds: 30,
    absent: 'clear',
  },
  series: [
    { t: 0, value: 0.1 },
    { t: 60, value: null },
  ],
  states: [
    { t: 0, state: 'pending' },
    { t: 60, state: 'inactive' },
  ],
};
const BURN = {
  id: 'b',
  interval: 60,
  rule: {
    burn: { objective: 0.99, longMinutes: 60, shortMinutes: 5, factor: 14.4 },
    forSeconds: 0,
    absent: 'clear',
  },
  series: [{ t: 0, bad: 3, total: 100 }],
  states: [],
};
const POLICY = { id: 'a', policy: 'default', signals: [], expect: { verdict: 'hold' } };

test('a threshold and a burn rate of the published form are as they expect', () => {
  const { code, output } = checkOf({ rules: [THRESHOLD, BURN] });
  expect(output).toBe('as expected  a\nexpects nothing  b\n1 of 1 cases as expected\n');
  expect(code).toBe(0);
});

test('what --print writes is the same document with every state, and is as it expects', () => {
  const { states: _, ...silent } = THRESHOLD;
  const document = { rules: [silent, BURN] };
  const printed = print(document);
  expect(printed).toEqual({
    rules: [THRESHOLD, { ...BURN, states: [{ t: 0, state: 'inactive' }] }],
  });
  expect(checkOf(printed)).toMatchObject({ code: 0 });

  const text = 'rules: [{ id: a, rule: { op: ">", threshold: 1 }, series: [{ t: 0, value: 2 }] }]';
  const yaml = check(text, { isYaml: true, print: true });
  expect(parse(yaml.output)).toMatchObject({ rules: [{ states: [{ t: 0, state: 'firing' }] }] });
  expect(check(yaml.output, { isYaml: true })).toMatchObject({ code: 0 });
});

test('states are printed in place of wrong ones, for all evaluations and not only those that were listed', () => {
  const states = [{ t: 60, state: 'firing' }];
  expect(print({ rules: [{ ...THRESHOLD, states }] }).rules[0]?.states).toEqual(THRESHOLD.states);
});

test('policies and rules share a file, and each may differ', () => {
  const wrong = { ...THRESHOLD, states: [{ t: 60, state: 'firing' }] };
  expect(checkOf({ policies: [POLICY], rules: [THRESHOLD] })).toMatchObject({
    code: 0,
    output: expect.stringContaining('2 of 2 cases as expected'),
  });
  const { code, output } = checkOf({ policies: [POLICY], rules: [wrong] });
  expect(output.split('\n')).toEqual([
    'as expected  a',
    'differs  a',
    '  states.0: t 60: expected firing, found inactive',
    '1 of 2 cases as expected',
    '',
  ]);
  expect(code).toBe(1);
  expect(
    checkOf({ policies: [{ ...POLICY, expect: { verdict: 'scale' } }], rules: [THRESHOLD] }),
  ).toMatchObject({ code: 1 });
  expect(print({ policies: [POLICY], rules: [wrong] })).toMatchObject({
    policies: [{ expect: { verdict: 'hold', proposed: 'hold' } }],
    rules: [THRESHOLD],
  });
});

describe('what cannot be checked is told, with the case and the place, and never passes', () => {
  const { states: _, ...silent } = THRESHOLD;
  test.each([
    [{ rules: [silent] }, 'case a expects nothing'],
    [{ rules: [THRESHOLD, { ...silent, id: 'c' }] }, 'case c expects nothing'],
    [{ policies: [POLICY], rules: [{ ...silent, id: 'c' }] }, 'case c expects nothing'],
    [{ rules: [BURN] }, 'case b expects nothing'],
    [{ rules: [] }, 'the file holds no case'],
    [{ rules: {} }, 'rules: '],
    [{ rules: [THRESHOLD, THRESHOLD] }, 'two cases are called a'],
    [{ rule: [THRESHOLD] }, 'Unrecognized key: "rule"'],
    [{ rules: ['a'] }, 'rules.0: '],
    [
      { rules: [THRESHOLD, { ...BURN, series: [{ t: 0, bad: 1 }] }] },
      'rules.1.series.0.total: case b: ',
    ],
    [
      { rules: [{ ...THRESHOLD, states: [{ t: 30, state: 'pending' }] }] },
      'rules.0.states.0.t: case a: is not evaluated',
    ],
    [
      { policies: [{ ...POLICY, at: 'noon' }], rules: [{ ...THRESHOLD, interval: 0 }] },
      /policies\.0\.at: case a: .*\n.*rules\.0\.interval: case a: /,
    ],
  ])('%j', (document, words) => {
    const { code, output } = checkOf(document);
    expect(output).toMatch(words);
    expect(code).toBe(2);
  });

  test('one mistake made at every point is told some twenty times, not ten thousand', () => {
    const series = Array.from({ length: 10_000 }, (_, i) => ({ t: i * 60, v: 1 }));
    const { code, output } = checkOf({ rules: [{ ...THRESHOLD, series }] });
    expect(output.split('\n').length).toBeLessThan(30);
    expect(output).toMatch(/and \d+ more$/);
    expect(code).toBe(2);
  });

  test('a state that differs at every evaluation is told some twenty times', () => {
    const series = Array.from({ length: 500 }, (_, i) => ({ t: i * 60, value: 1 }));
    const states = series.map(({ t }) => ({ t, state: 'inactive' }));
    const { code, output } = checkOf({ rules: [{ ...THRESHOLD, series, states }] });
    expect(output).toContain('  and 480 more\n0 of 1 cases as expected');
    expect(code).toBe(1);
  });
});

/** What a call computes, in milliseconds of processor: other tests run beside it. */
function processorMs(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('a hundred thousand points of either kind take less than a second, to print and to compare', () => {
  const points = Array.from({ length: 100_000 }, (_, i) => i);
  const large = [
    { ...THRESHOLD, series: points.map((i) => ({ t: i * 60, value: (i % 40) / 100 })) },
    { ...BURN, series: points.map((i) => ({ t: i * 60, bad: i % 50, total: 100 })) },
  ];
  for (const one of large) {
    const text = JSON.stringify({ rules: [{ ...one, states: undefined }] });
    let printed = '';
    const printMs = processorMs(() => (printed = check(text, { print: true }).output));
    const compareMs = processorMs(() => expect(check(printed)).toMatchObject({ code: 0 }));
    expect(Math.max(printMs, compareMs)).toBeLessThan(1000);
  }
});

test('as a process it reads rules from standard input and ends with 0, 1 or 2', async () => {
  const of = (states: unknown): string => JSON.stringify({ rules: [{ ...THRESHOLD, states }] });
  const asked: [string[], string, number, string][] = [
    [[], of(THRESHOLD.states), 0, '1 of 1 cases as expected'],
    [['-'], of([{ t: 0, state: 'firing' }]), 1, 't 0: expected firing, found pending'],
    [['--print', '-'], of(undefined), 0, '"state": "pending"'],
    [[], of([{ t: 7, state: 'firing' }]), 2, 'rules.0.states.0.t: case a: is not evaluated'],
  ];
  const ran = await Promise.all(
    asked.map(([args, input]) => runCommand(['check', ...args], { input })),
  );
  for (const [i, [, , code, words]] of asked.entries()) {
    expect(ran[i]?.printed).toContain(words);
    expect(ran[i]?.code).toBe(code);
  }
});
