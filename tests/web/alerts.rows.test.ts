import { describe, expect, test } from 'vitest';
import { buildAlertReport } from '../../web/alerts/build-alert-report.ts';
import { buildAlertRow, readLink } from '../../web/alerts/build-alert-row.ts';
import { buildAlertStory } from '../../web/alerts/build-alert-story.ts';
import { tellOutcome } from '../../web/alerts/tell-outcome.ts';
import { tellConflict, tellRefusal } from '../../web/alerts/tell-refusal.ts';
import { snoozeChoices } from '../../web/alerts/snooze-choices.ts';
import { ApiError } from '../../web/api/api-error.ts';
import type { RuleDocument } from '../../web/api/rule-queries.ts';
import { formatClock } from '../../web/format/time.ts';
import { minutesAgo, NOW_MS, sampleAlert, sampleRule } from './support/sample-alerts.ts';

const plain = (text: string): string => text.replaceAll(/[\u202f\u00a0]/g, ' ');
const numbersOf = (when: RuleDocument['when'], value: number | null, threshold: number | null) => {
  const row = buildAlertRow(sampleAlert({ value, threshold }), sampleRule({ when }), NOW_MS);
  return plain(`${row.value} ${row.threshold}`);
};

describe('the number of an alert', () => {
  test('stands in the unit of its rule’s signal, beside the threshold', () => {
    expect(numbersOf({ signal: 'error_rate', op: '>', threshold: 0.05, window: '5m' }, 0.072, 0.05)) //
      .toBe('7.2 % > 5 %');
    expect(
      numbersOf({ signal: 'latency_p95', op: '>=', threshold: 4000, window: '5m' }, 8123, 4000),
    ) //
      .toBe('8.12 s ≥ 4 s');
  });

  test('of a change is relative, of a burn the share that is bad, of silence a count', () => {
    const change = { signal: 'error_rate', op: '>', threshold: 0.5, window: '1h' } as const;
    expect(numbersOf({ change }, 0.914, 0.5)).toBe('+91.4 % > +50 %');
    const burn = { signal: 'tool_call_success', objective: 0.99 };
    expect(numbersOf({ burn }, 0.23, 0.144)).toBe('23.0 % > 14.4 %');
    expect(numbersOf({ absence: { for: '15m' } }, 0, 0)).toBe('no events for 15 min');
  });

  test('of several conditions is that of the one whose threshold it names', () => {
    const when = {
      all: [
        { signal: 'error_rate', op: '>', threshold: 0.05, window: '5m' },
        { signal: 'latency_p95', op: '>', threshold: 4000, window: '5m' },
      ],
    } satisfies RuleDocument['when'];
    expect(numbersOf(when, 8000, 4000)).toBe('8.00 s > 4 s');
  });

  test('stands bare where the rule is gone, and is no zero where there is none', () => {
    const row = buildAlertRow(sampleAlert({ value: null }), undefined, NOW_MS);
    expect(row.value).toBe('—');
    expect(row.threshold).toBe('against 0.05');
  });
});

describe('a row', () => {
  test('says since when, whole only on hover', () => {
    const row = buildAlertRow(sampleAlert(), sampleRule(), NOW_MS);
    expect(row.age).toBe('10 minutes');
    expect(row.ageExplanation).toMatch(/^Fired\t.*2026.*\d\d:\d\d.*\nFirst breach\t/);
  });

  test('leaves a summary out that says no more than the row itself', () => {
    const own = sampleAlert({ summary: 'Check the retriever first' });
    expect(buildAlertRow(sampleAlert(), sampleRule(), NOW_MS).summary).toBeNull();
    expect(buildAlertRow(own, sampleRule(), NOW_MS).summary).toBe('Check the retriever first');
  });

  test('says who has it, whom it is for, and what it is doing', () => {
    const item = sampleAlert({
      state: 'recovering',
      recovering_since: minutesAgo(2),
      flapping: true,
      response: {
        state: 'acknowledged',
        by: 'person:ada',
        acknowledged_at: minutesAgo(5),
        assignee: 'person:grace',
        snoozed_until: null,
        acts: [],
      },
    });
    const row = buildAlertRow(item, sampleRule(), NOW_MS);
    expect(row.marks.map(({ word }) => word)).toEqual([
      'taken by ada',
      'for grace',
      'recovering',
      'flapping',
    ]);
    expect(row.isTaken).toBe(true);
  });

  test('is open again once its snooze is over', () => {
    const snoozedUntil = (at: string) =>
      sampleAlert({
        response: {
          ...sampleAlert().response,
          state: 'snoozed',
          by: 'person:a',
          snoozed_until: at,
        },
      });
    const row = (at: string) => buildAlertRow(snoozedUntil(at), sampleRule(), NOW_MS);
    expect(row(minutesAgo(-30)).isTaken).toBe(true);
    expect(row(minutesAgo(1)).isTaken).toBe(false);
    expect(row(minutesAgo(1)).marks).toEqual([]);
  });

  test('leads to a runbook only where a browser may follow', () => {
    expect(readLink('https://wiki.example/a')).toBe('https://wiki.example/a');
    for (const address of ['javascript:alert(1)', ' javascript:1', 'data:text/html,x', '//x', ''])
      expect(readLink(address)).toBeNull();
  });
});

describe('what happened', () => {
  test('is told the latest first, with what people wrote', () => {
    const item = sampleAlert({
      resolved_at: minutesAgo(0),
      reason: 'cleared',
      response: {
        ...sampleAlert().response,
        acts: [
          { at: minutesAgo(9), by: 'person:ada', act: 'acknowledge', text: 'on it' },
          { at: minutesAgo(8), by: 'person:ada', act: 'assign', text: 'person:grace' },
          { at: minutesAgo(7), by: 'key:k1', act: 'snooze', text: `${minutesAgo(-60)}: asleep` },
        ],
      },
    });
    const story = buildAlertStory(item);
    expect(story.map(({ words }) => words.replace(/until .*/, 'until'))).toEqual([
      'Ended: it stayed clear',
      'key k1 snoozed it until',
      'ada assigned it to grace',
      'ada acknowledged it',
      'Fired',
      'First breach',
    ]);
    expect(story.map(({ note }) => note)).toEqual(['', 'asleep', '', 'on it', '', '']);
  });
});

describe('an act that came too late', () => {
  const at = '2026-11-26T02:14:00.000Z';
  const clock = formatClock(Date.parse(at));

  test('is told with who was faster and when', () => {
    expect(tellConflict(`this alert was already acknowledged by person:ada at ${at}`)) //
      .toBe(`Already acknowledged by ada at ${clock}.`);
    expect(tellConflict(`this alert was closed by person:ada at ${at}`)) //
      .toBe(`It was closed by ada at ${clock}.`);
    expect(tellConflict(`this alert resolved at ${at}`)).toBe(`It ended at ${clock}.`);
    expect(tellConflict('another reason')).toBe('Another reason.');
  });

  test('is told apart from one that is not allowed', () => {
    const refused = new ApiError(403, 'Not allowed', 'needs the scope write');
    expect(tellRefusal(refused)).toBe('Not allowed: needs the scope write.');
  });

  test('stands beside those that came in time', () => {
    const outcome = tellOutcome('acknowledge', [
      { id: '1', name: 'A', refusal: null },
      { id: '2', name: 'B', refusal: null },
      { id: '3', name: 'C', refusal: 'Already acknowledged by ada at 02:14.' },
    ]);
    expect(outcome).toEqual({
      isGood: false,
      sentence: '2 alerts acknowledged. 1 alert not acknowledged:',
      refusals: ['C: Already acknowledged by ada at 02:14.'],
    });
  });
});

test('until morning is the next morning that is worth waiting for', () => {
  const hour = (at: number, minute = 0): number => new Date(2026, 10, 26, at, minute).getTime();
  const morning = (nowMs: number) => snoozeChoices(nowMs).at(-1)?.untilMs;
  expect(morning(hour(2))).toBe(hour(8));
  expect(morning(hour(7, 50))).toBe(hour(32));
  expect(morning(hour(22))).toBe(hour(32));
});

describe('the report', () => {
  const ended = (rule: string, minutes: number, taken: number | null) =>
    sampleAlert({
      rule,
      title: rule,
      fired_at: minutesAgo(minutes),
      seconds_to_acknowledge: taken,
      seconds_to_resolve: 600,
      response: {
        ...sampleAlert().response,
        acknowledged_at: taken === null ? null : minutesAgo(minutes - 1),
      },
    });

  test('takes medians over what there is, and says over how many', () => {
    const report = buildAlertReport(
      [ended('a', 60, 60), ended('a', 50, 180), ended('a', 40, null)],
      NOW_MS,
    );
    expect(report.toAcknowledge).toBe('2 minutes');
    expect(report.toAcknowledgeExplanation).toContain('2 of 3 ended alerts');
    expect(report.toResolve).toBe('10 minutes');
  });

  test('says nothing of what nobody did', () => {
    expect(buildAlertReport([ended('a', 60, null)], NOW_MS).toAcknowledge).toBe('—');
    expect(buildAlertReport([], NOW_MS)).toMatchObject({ ended: 0, toResolve: '—', rules: [] });
  });

  test('calls a rule noisy that fires daily and hardly anybody takes', () => {
    const noisy = Array.from({ length: 20 }, (_, index) => ended('noisy', index * 600, null));
    const taken = Array.from({ length: 20 }, (_, index) => ended('taken', index * 600, 60));
    const report = buildAlertReport([...taken, ...noisy, ended('rare', 60, null)], NOW_MS);
    expect(report.rules.map(({ rule, isNoise }) => [rule, isNoise])).toEqual([
      ['noisy', true],
      ['taken', false],
      ['rare', false],
    ]);
    expect(report.rules.map(({ acknowledged }) => plain(acknowledged))).toEqual([
      '0 %',
      '100 %',
      '0 %',
    ]);
  });

  test('does not make a rate a week of a rule’s first hour', () => {
    expect(buildAlertReport([ended('a', 30, null)], NOW_MS).rules[0]?.perWeek).toBe('1');
  });
});
