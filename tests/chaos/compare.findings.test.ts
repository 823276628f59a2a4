import { expect, test } from 'vitest';
import { crashLines, differences, noneOf } from './compare.ts';
import { describeMemory } from './memory.ts';

test('an event that is missing, counts twice or is nobody’s is a difference', () => {
  const asked = new Map([
    ['a runs', 3],
    ['b runs', 2],
    ['c runs', 1],
  ]);
  expect(differences(asked, asked)).toEqual([]);
  const found = new Map([
    ['a runs', 3],
    ['b runs', 3],
    ['d runs', 1],
  ]);
  expect(differences(found, asked)).toEqual([
    'b runs: 3 instead of 2',
    'c runs: nothing instead of 1',
    'd runs: 1 instead of nothing',
  ]);
  expect(noneOf('counts', 'equal', 'all', differences(found, asked))).toMatchObject({
    holds: false,
    found: '3 differ: b runs: 3 instead of 2',
  });
});

test('an error that nobody handled is found among what a process prints, and what is logged is not one', () => {
  expect(
    crashLines('Bellwether listens on http://127.0.0.1:1\n{"err":{"type":"TypeError"}}'),
  ).toEqual([]);
  expect(crashLines('bellwether: the database did not answer: ERR_SOCKET')).toEqual([]);
  const crash = '[UnhandledPromiseRejection: This error originated …]';
  expect(crashLines(`x\n${crash}\nNode.js v20.20.2`)).toEqual([crash]);
});

test('memory is told as the most of each third, resident and held', () => {
  const samples = [10, 30, 20, 25, 50, 40].map((mb, i) => ({
    process: 'one',
    atMs: i * 10,
    mb,
    heldMb: i % 2 === 0 ? mb / 2 : null,
  }));
  // What comes after the run is no part of it.
  const after = { process: 'one', atMs: 60, mb: 900, heldMb: 800 };
  const [one] = describeMemory([...samples, after], 60);
  expect(one).toEqual({ process: 'one', mostMb: [30, 25, 50], heldMb: [5, 10, 25] });
  const peak = { process: 'one', atMs: 45, mb: 50, heldMb: 49 };
  const lows = [41, 42].map((atMs) => ({ process: 'one', atMs, mb: 40, heldMb: 20 }));
  expect(describeMemory([...samples, peak, ...lows], 60)).toMatchObject([{ heldMb: [5, 10, 25] }]);
  const untold = samples.map((sample) => ({ ...sample, heldMb: null }));
  expect(describeMemory(untold, 60)).toMatchObject([{ heldMb: null }]);
});
