import { describe, expect, it } from 'vitest';
import {
  buildAuditedRate,
  buildAuditFigures,
  tellDraw,
} from '../../web/audit/build-audit-figures.ts';
import { readSettings, settingsForm } from '../../web/audit/read-settings-form.ts';
import { buildCalendarRow } from '../../web/reviews/build-calendar-row.ts';
import { readHold } from '../../web/reviews/read-hold-form.ts';
import { readReviewsSearch } from '../../web/reviews/reviews-search.ts';

const NOW = Date.UTC(2026, 10, 26, 9);
const settings = { share: 0.02, capacity_per_week: 40 };
const week = (name: string, drawn: number, kept: number, reviewed: number) => ({
  week: name,
  drawn,
  kept,
  reviewed,
  capacity: 40,
});

describe('the progress of an audit', () => {
  it('is told of the newest week that has something to review, against its capacity', () => {
    const weeks = [week('2026-11-23', 0, 0, 0), week('2026-11-16', 90, 40, 12)];
    const figures = buildAuditFigures({ settings, weeks }, NOW);
    expect(figures).toMatchObject({
      headline: '12 of 40 reviewed, week of 16 Nov',
      percent: 30,
      weeks: [{ name: 'this week', words: 'no run drawn' }],
    });
    expect(figures?.note).toContain('50 runs more than there is time for');
  });

  it('is not told where nothing is audited', () => {
    expect(buildAuditFigures({ settings: null, weeks: [] }, NOW)).toBeNull();
  });

  it('says before it is saved what a share draws', () => {
    expect(tellDraw(0.02, 40, 1000)).toContain('enough for all');
    expect(tellDraw(0.02, 40, 10_000)).toBe(
      'About 200 runs a week: 40 reviews are kept, the lowest hashes of each day.',
    );
    expect(tellDraw(0.02, 40, null)).toBeNull();
  });
});

describe('the audited error rate', () => {
  const item = {
    signal: 'audited_error_rate',
    title: 'Audited error rate',
    axis: 'operations',
    value: 0.1,
    low: 0.05,
    high: 0.18,
    n: 120,
    n_effective: 120,
    unit: 'ratio',
    better: 'lower',
    method: 'exact',
    state: 'ok',
    reason: null,
    by: null,
  } as const;

  it('is shown with its interval and how many reviews made it', () => {
    expect(buildAuditedRate(item, null, '28 days')).toMatchObject({
      bounds: '[5.0–18.0]',
      note: '120 random reviews in 28 days, no limit',
    });
  });

  it('that is missing is a dash with its reason, never 0', () => {
    const few = { ...item, value: null, low: null, high: null, n: 2, state: 'too_few' } as const;
    expect(buildAuditedRate(few, null, '28 days')).toMatchObject({
      value: '—',
      note: '2 random reviews in 28 days: too few to tell.',
      reading: null,
    });
    expect(buildAuditedRate(null, null, '28 days').value).toBe('—');
  });
});

describe('the forms', () => {
  it('of the settings reads percent exactly, and gives back what was stated', () => {
    for (const share of [0.02, 0.07, 0.29, 1, 0.001]) {
      const stated = { share, capacity_per_week: 7, reviewers: ['a@example.org', 'b'] };
      expect(readSettings(settingsForm(stated))).toEqual({ kind: 'settings', settings: stated });
    }
  });

  it('of the settings names each field that is wrong', () => {
    const read = readSettings({ share: '', capacity: '1.5', reviewers: '' });
    expect(read.kind === 'faults' && Object.keys(read.faults)).toEqual([
      'share',
      'capacity_per_week',
    ]);
    expect(readSettings({ share: '0', capacity: '1', reviewers: '' }).kind).toBe('faults');
  });

  it('of a review leaves empty actions out, and names what is missing of a begun one', () => {
    const fields = {
      notes: 'fine',
      attendees: 'business owner, ',
      actions: [{ what: '', owner: '', due: '' }],
      nextDate: '',
    };
    expect(readHold(fields)).toEqual({
      kind: 'review',
      review: { notes: 'fine', attendees: ['business owner'], actions: [] },
    });
    const begun = { ...fields, actions: [{ what: 'mend', owner: '', due: '' }] };
    const read = readHold(begun);
    expect(read.kind === 'faults' && Object.keys(read.faults)).toEqual([
      'actions.0.owner',
      'actions.0.due',
    ]);
  });
});

describe('the calendar', () => {
  const item = {
    workload: 'desk',
    title: 'Desk',
    cadence: '30d',
    due: '2026-11-20',
    overdue: true,
    last_held: null,
    open_actions: 2,
    late_actions: 1,
  };

  it('says how long a review is overdue, and what is late', () => {
    expect(buildCalendarRow(item, NOW)).toMatchObject({
      when: 'overdue by 6 days',
      last: 'never',
      actions: '2 actions open, 1 late',
      hasLate: true,
    });
    expect(buildCalendarRow({ ...item, due: null, overdue: false, cadence: null }, NOW).when).toBe(
      'no cadence in the record',
    );
  });

  it('keeps of its address only a workload', () => {
    expect(readReviewsSearch({ workload: 'desk', other: 1 })).toEqual({ workload: 'desk' });
    expect(readReviewsSearch({ workload: '../x' })).toEqual({});
  });
});
