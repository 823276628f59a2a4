import { expect, test } from 'vitest';
import { settledByBeats } from '../../server/settled-telemetry.ts';
import type { FoundBeat } from '../../store/process-beats.ts';

const NOW_MS = 1_000_000;
const beat = (fields: Partial<FoundBeat>): FoundBeat => ({
  process: 'one',
  run: 'a',
  role: 'ingest',
  address: '',
  peers: '',
  status: JSON.stringify({ lagMs: 0 }),
  ageMs: 0,
  ...fields,
});
const settled = (...beats: Partial<FoundBeat>[]): number =>
  settledByBeats(beats.map(beat), NOW_MS) - NOW_MS;

test('telemetry is settled up to what the slowest process has handed over, as of when it said so', () => {
  expect(settled()).toBe(0);
  expect(settled({ ageMs: 2000 })).toBe(-2000);
  expect(settled({}, { ageMs: 500, status: JSON.stringify({ lagMs: 90_000 }) })).toBe(-90_500);
});

test('what a database that hung took down late counts from when it was said', () => {
  const status = JSON.stringify({ lagMs: 3, asOfMs: NOW_MS - 60_000 });
  expect(settled({ status })).toBe(-60_003);
});

test('a process that died may hold what it acknowledged since it was last heard of', () => {
  expect(settled({}, { ageMs: 300_000 })).toBe(-300_000);
});

test('a process that ended in order holds nothing, unless it said so', () => {
  expect(settled({ run: '', ageMs: 300_000 })).toBe(0);
  expect(settled({ run: '', ageMs: 300_000, status: JSON.stringify({ lagMs: 7 }) })).toBe(-300_007);
});

test('a process that has just started may hold anything, until it has looked', () => {
  expect(settled({ status: '' })).toBe(-Infinity);
});

test('processes that take no telemetry are not waited for', () => {
  expect(settled({ role: 'control', status: '', ageMs: 9000 })).toBe(0);
});
