import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WireEvent } from '../../core/event.ts';
import { createEventNotes, MAX_NOTED } from '../../ingest/note-events.ts';
import { createIngestRate } from '../../server/ingest-rate.ts';
import { createIngestTail, TAIL_LENGTH } from '../../server/ingest-tail.ts';
import { summarizeEvent } from '../../server/summarize-event.ts';
import { validEvent } from '../ingest/wire-arbitrary.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const run = (workload: string, more: object = {}): WireEvent => ({
  kind: 'run',
  workload,
  ...more,
});
const accepted = (id: string, workload = 'w') =>
  ({ kind: 'accepted', id, tsMs: NOW, event: run(workload) }) as const;
const rejected = (id: string, value: unknown = null) =>
  ({ kind: 'rejected', id, value, path: 'ts', message: 'too old' }) as const;
const news = (...events: Parameters<ReturnType<typeof createEventNotes>['add']>[0][]) => ({
  receivedAtMs: NOW,
  keyId: 'key:a',
  events,
});

describe('what is noted of a request', () => {
  it('is its first events, and no more of a long one', () => {
    const notes = createEventNotes();
    for (let i = 0; i < 1000; i += 1) {
      if (notes.wants('accepted')) notes.add(accepted(String(i)));
    }
    expect(notes.events.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('holds what was rejected, however late it comes', () => {
    const notes = createEventNotes();
    for (let i = 0; i < 100; i += 1) if (notes.wants('accepted')) notes.add(accepted(String(i)));
    for (let i = 0; i < 100; i += 1) if (notes.wants('rejected')) notes.add(rejected(`bad ${i}`));
    expect(notes.events).toHaveLength(MAX_NOTED);
    expect(notes.events.every(({ kind }) => kind === 'rejected')).toBe(true);
  });
});

describe('the tail', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps the newest events, newest first, numbered without a gap', () => {
    const tail = createIngestTail(() => {});
    for (let i = 1; i <= 3 * TAIL_LENGTH; i += 1) tail.note(news(accepted(String(i))));
    const items = tail.list(null, TAIL_LENGTH);
    expect(items).toHaveLength(TAIL_LENGTH);
    expect(items[0]).toMatchObject({ seq: 600, id: '600', key_id: 'key:a', rejected: null });
    expect(items.at(-1)).toMatchObject({ seq: 401 });
    expect(tail.list(null, 3).map(({ seq }) => seq)).toEqual([600, 599, 598]);
  });

  it('shows a bound reader its own workloads alone, and nothing that names none', () => {
    const tail = createIngestTail(() => {});
    tail.note(
      news(
        accepted('1', 'mine'),
        accepted('2', 'yours'),
        rejected('3', { workload: 'mine', kind: 'run' }),
        rejected('4'),
        rejected('5', { workload: 7 }),
      ),
    );
    expect(tail.list(new Set(['mine']), 200).map(({ id }) => id)).toEqual(['3', '1']);
    expect(tail.list(null, 200)).toHaveLength(5);
  });

  it('tells of the newest at once, then at most twice a second, and of the last for certain', () => {
    const told: number[] = [];
    const tail = createIngestTail((seq) => told.push(seq));
    for (let i = 0; i < 50; i += 1) tail.note(news(accepted(String(i))));
    expect(told).toEqual([1]);
    vi.advanceTimersByTime(500);
    expect(told).toEqual([1, 50]);
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([1, 50]);
    tail.announce();
    expect(told).toEqual([1, 50, 50]);
  });
});

describe('a summary', () => {
  it('is one line of at most 200 characters and names no user, whatever the event', () => {
    fc.assert(
      fc.property(validEvent, (event) => {
        const summary = summarizeEvent({ ...event, user: 'u5er-n4me' });
        expect(summary.length).toBeLessThanOrEqual(200);
        expect(summary).not.toMatch(/\n|u5er-n4me/);
      }),
    );
  });

  it('says what matters, and leaves out what the event does not say', () => {
    expect(summarizeEvent(run('w', { ok: false, latency_ms: 12.4, cost_usd: 0.1 + 0.2 }))).toBe(
      'failed · 12 ms · $0.3',
    );
    expect(summarizeEvent(run('w'))).toBe('');
    expect(summarizeEvent(run('w', { error: `a\n${'b'.repeat(500)}` })).endsWith('b…')).toBe(true);
  });
});

describe('the rate', () => {
  it('is over the last 10 s, or over as long as was watched', () => {
    let nowMs = NOW;
    let count = 100;
    const rate = createIngestRate(
      () => count,
      () => nowMs,
    );
    const step = (events: number) => {
      nowMs += 1000;
      count += events;
      rate.sample();
    };
    expect(rate.perSecond()).toBeNull();
    step(30);
    step(0);
    expect(rate.perSecond()).toBe(15);
    for (let i = 0; i < 10; i += 1) step(2);
    expect(rate.perSecond()).toBe(2);
    for (let i = 0; i < 10; i += 1) step(0);
    expect(rate.perSecond()).toBe(0);
  });

  it('has no value for the time before the start', () => {
    let nowMs = NOW;
    let count = 0;
    const rate = createIngestRate(
      () => count,
      () => nowMs,
    );
    for (let i = 0; i < 19; i += 1) {
      nowMs += 1000;
      count += 3;
      rate.sample();
    }
    const history = rate.history();
    expect(history).toHaveLength(60);
    expect(history.slice(-2).map(({ per_second }) => per_second)).toEqual([3, 3]);
    expect(history.slice(0, -2).every(({ per_second }) => per_second === null)).toBe(true);
  });
});
