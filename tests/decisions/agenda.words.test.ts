import { describe, expect, it } from 'vitest';
import type { ReviewDocument } from '../../core/business-review.ts';
import { DAY_MS } from '../../core/time.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { buildAgenda, type AgendaInput } from '../../decisions/review/build-agenda.ts';
import { inCalendarOrder, reviewDue } from '../../decisions/review/review-due.ts';
import { sampleItem } from '../web/support/sample-portfolio.ts';
import { sampleAssessment } from '../web/support/sample-assessment.ts';

const now = sampleAssessment(sampleItem(), Date.UTC(2026, 10, 26, 9));
const unknown = { costUsd: null, valueUsd: null, eligible: null, used: null };
const quiet: AgendaInput = {
  before: now,
  now,
  changes: [],
  alerts: [],
  decisions: [],
  totals: { before: unknown, now: unknown },
  openActions: [],
  today: '2026-11-26',
};
const wordsOf = (input: Partial<AgendaInput>, topic: string): string[] =>
  buildAgenda({ ...quiet, ...input })
    .filter((item) => item.topic === topic)
    .map(({ words }) => words);

describe('an agenda', () => {
  it('of a time in which nothing changed says so of every topic', () => {
    const items = buildAgenda(quiet);
    expect(items.map(({ topic }) => topic)).toEqual([
      'verdict',
      'signals',
      'alerts',
      'decisions',
      'cost',
      'adoption',
      'actions',
    ]);
    expect(items.every(({ changed }) => !changed)).toBe(true);
  });

  it('tells the way of the verdict, and passes over mere proposals', () => {
    const at = '2026-11-20T00:00:00.000Z';
    const changes = [
      { at, verdict: 'hold', proposed: 'redesign', previous: 'hold', because: '' },
      { at, verdict: 'redesign', proposed: 'redesign', previous: 'hold', because: '' },
      { at, verdict: 'stop', proposed: 'stop', previous: 'redesign', because: '' },
    ] as const;
    expect(wordsOf({ changes }, 'verdict')[0]).toMatch(
      /^The verdict changed: hold → redesign → stop\. /,
    );
    expect(wordsOf({ changes: changes.slice(0, 1) }, 'verdict')[0]).toMatch(
      /^The verdict is still/,
    );
  });

  it('names each signal with a limit whose status changed, with both values', () => {
    const [signal] = now.signals.filter(({ limit }) => limit !== null);
    const was = {
      ...signal!,
      status: signal!.status === 'fail' ? 'pass' : 'fail',
      value: null,
    } as const;
    const before = { ...now, signals: [was] };
    const words = wordsOf({ before }, 'signals');
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(signal!.title);
    expect(words[0]).toContain('not known →');
  });

  it('counts alerts by rule, the noisiest first, and says how many are open', () => {
    const alert = (title: string, resolvedMs: number | null) => ({
      title,
      severity: 'page',
      firedMs: 0,
      resolvedMs,
    });
    const alerts = [alert('Slow', 1), alert('Wrong', 1), alert('Wrong', null)];
    expect(wordsOf({ alerts }, 'alerts')).toEqual([
      '3 alerts fired: Wrong (2 times), Slow. 1 still open.',
    ]);
  });

  it('compares cost and adoption with as long before, and calls noise no change', () => {
    const totals = {
      before: { costUsd: 100, valueUsd: null, eligible: 100, used: 40 },
      now: { costUsd: 103, valueUsd: 300, eligible: 50, used: 30 },
    };
    const items = buildAgenda({ ...quiet, totals });
    expect(items.find(({ topic }) => topic === 'cost')).toEqual({
      topic: 'cost',
      words: 'Full cost $103.00 after $100.00 over as long before; value $300.00.',
      changed: false,
    });
    expect(items.find(({ topic }) => topic === 'adoption')).toEqual({
      topic: 'adoption',
      words: 'Adoption is 60 % after 40 %.',
      changed: true,
    });
    const noneBefore = { ...totals, before: unknown };
    expect(wordsOf({ totals: noneBefore }, 'cost')).toEqual(['Full cost $103.00; value $300.00.']);
  });

  it('repeats open actions, late ones by name', () => {
    const action = { what: 'Mend it', owner: 'technical owner', done: false };
    const openActions = [
      { ...action, due: '2026-11-25' },
      { ...action, due: '2026-11-26' },
    ];
    expect(wordsOf({ openActions }, 'actions')).toEqual([
      'Late: Mend it (technical owner, due 2026-11-25).',
      'Open: Mend it (technical owner, due 2026-11-26).',
    ]);
  });
});

describe('the next review', () => {
  const workload = { ...workloadOnSight('desk'), review_cadence: '30d' };
  const registeredMs = Date.UTC(2026, 9, 1, 15);
  const held: ReviewDocument = {
    id: 'desk/1',
    workload: 'desk',
    number: 1,
    held_at: '2026-11-01T10:00:00.000Z',
    held_by: 'person:a',
    since: '2026-10-01T00:00:00.000Z',
    agenda: [],
    notes: 'n',
    attendees: ['business owner'],
    actions: [],
    next_date: null,
  };
  const dueAt = (nowMs: number, last: ReviewDocument | null = null) =>
    reviewDue(workload, last, registeredMs, [], nowMs);

  it('is due a cadence after registration, later after the last one, or on the day that one named', () => {
    expect(dueAt(registeredMs).due).toBe('2026-10-31');
    expect(dueAt(registeredMs, held).due).toBe('2026-12-01');
    expect(dueAt(registeredMs, { ...held, next_date: '2026-11-10' }).due).toBe('2026-11-10');
    expect(reviewDue(workloadOnSight('desk'), null, registeredMs, [], 0).due).toBeNull();
  });

  it('is overdue once its day has passed, not on it', () => {
    const endMs = Date.UTC(2026, 9, 31) + DAY_MS;
    expect(dueAt(endMs - 1).overdue).toBe(false);
    expect(dueAt(endMs).overdue).toBe(true);
  });

  it('stands in the calendar by day, overdue ones first, without a day last', () => {
    const at = (id: string, due: string | null) => ({ ...dueAt(registeredMs), workload: id, due });
    const order = inCalendarOrder([
      at('c', null),
      at('b', '2026-12-01'),
      at('a', '2026-12-01'),
      at('d', '2026-10-01'),
    ]);
    expect(order.map((item) => item.workload)).toEqual(['d', 'a', 'b', 'c']);
  });
});
