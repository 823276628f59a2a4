import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parseSilence } from '../../alerts/labels/silence.ts';
import type { SilenceItem } from '../../web/api/silence-queries.ts';
import { buildAlertRow } from '../../web/alerts/build-alert-row.ts';
import { buildSilenceRows } from '../../web/alerts/silences/build-silence-rows.ts';
import { markSilenced } from '../../web/alerts/silences/mark-silenced.ts';
import {
  matchersOf,
  readLocal,
  readSilenceForm,
  silenceChoices,
  writeLocal,
} from '../../web/alerts/silences/silence-form.ts';
import {
  alertsMeant,
  currentSilences,
  silenceOf,
} from '../../web/alerts/silences/silenced-alerts.ts';
import { readAlertsSearch } from '../../web/alerts/alerts-search.ts';
import { minutesAgo, NOW_MS, sampleAlert } from './support/sample-alerts.ts';

const alertOf = (workload: string, rule: string, release?: string) =>
  sampleAlert({
    id: `${workload} ${rule} ${release ?? ''}`,
    workload,
    rule,
    by: release === undefined ? null : { dimension: 'release', value: release },
    labels: { rule, workload, ...(release === undefined ? {} : { release }) },
  });
const silenceItem = (change: Partial<SilenceItem> = {}): SilenceItem => ({
  id: 's1',
  matchers: [{ label: 'workload', op: '=', value: 'refunds' }],
  starts_at: minutesAgo(30),
  ends_at: minutesAgo(-30),
  reason: 'deploy',
  author: 'person:ops',
  ...change,
});

describe('matchers that are filled in', () => {
  test('of one alert mean it and no other rule, workload or part', () => {
    const alerts = [
      alertOf('refunds', 'errors', '2.4'),
      alertOf('refunds', 'errors', '2.3'),
      alertOf('refunds', 'slow', '2.4'),
      alertOf('claims', 'errors', '2.4'),
    ];
    for (const alert of alerts) {
      expect(alertsMeant(matchersOf([alert]), alerts)).toEqual([alert]);
    }
  });

  test('of any alerts mean all of them, whatever their labels hold', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 8 }), (pairs) => {
        const alerts = pairs.map(([workload, rule]) => alertOf(workload, rule));
        expect(alertsMeant(matchersOf(alerts), alerts)).toEqual(alerts);
      }),
    );
  });

  test('that are not whole yet mean nothing that could be shown', () => {
    expect(alertsMeant([{ label: 'Not a label', op: '=', value: 'x' }], [])).toBeNull();
    expect(alertsMeant([{ label: 'workload', op: '=~', value: '(' }], [])).toBeNull();
  });
});

describe('a silence in its fields', () => {
  const matchers = [{ label: 'workload', op: '=', value: 'refunds' }] as const;
  const [choice] = silenceChoices(NOW_MS);

  test('is one that the server takes', () => {
    const form = { matchers, untilMs: choice!.untilMs, reason: ' deploy ' };
    const read = readSilenceForm(form, NOW_MS);
    if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults));
    const edges = { id: 's1', author: 'person:ops', nowMs: NOW_MS };
    expect(parseSilence(read.request, edges)).toMatchObject({
      reason: 'deploy',
      ends_at: new Date(NOW_MS + 30 * 60_000).toISOString(),
    });
  });

  test.each([
    ['reason', { reason: '  ' }],
    ['ends_at', { untilMs: NOW_MS }],
    ['ends_at', { untilMs: null }],
    ['matchers', { matchers: [] }],
    ['matchers', { matchers: [{ label: 'workload', op: '=', value: '' } as const] }],
    ['matchers.0.label', { matchers: [{ label: '', op: '=', value: 'x' } as const] }],
  ])('says beside %s what is missing', (path, change) => {
    const form = { matchers, untilMs: choice!.untilMs, reason: 'deploy', ...change };
    expect(readSilenceForm(form, NOW_MS)).toMatchObject({
      kind: 'faults',
      faults: { [path]: expect.any(String) },
    });
  });

  test('has an end that a field writes and reads to the minute', () => {
    expect(readLocal(writeLocal(NOW_MS))).toBe(NOW_MS);
    expect(readLocal('')).toBeNull();
  });

  test('stands in the address while it is written', () => {
    expect(readAlertsSearch({ tab: 'silences', silence: 'new' })).toEqual({
      tab: 'silences',
      silence: 'new',
    });
  });
});

describe('silences', () => {
  const open = [alertOf('refunds', 'errors'), alertOf('claims', 'errors')];

  test('are listed by what they do now, with what they hold back', () => {
    const items = [
      silenceItem({ id: 'over', ends_at: minutesAgo(1) }),
      silenceItem({ id: 'coming', starts_at: minutesAgo(-10) }),
      silenceItem({ id: 'later', ends_at: minutesAgo(-60) }),
      silenceItem({ id: 'soon' }),
    ];
    const rows = buildSilenceRows(items, open, NOW_MS);
    expect(rows.map(({ id, state, holds }) => [id, state, holds])).toEqual([
      ['soon', 'active', 'Holds back 1 alert now'],
      ['later', 'active', 'Holds back 1 alert now'],
      ['coming', 'coming', 'Would hold back 1 alert'],
      ['over', 'over', ''],
    ]);
    expect(rows[0]).toMatchObject({ matches: 'workload is refunds', author: 'ops' });
    expect(rows[0]?.held).toEqual(['Errors above what customers bear on refunds']);
  });

  test('say nothing of alerts that are not known', () => {
    expect(buildSilenceRows([silenceItem()], null, NOW_MS)[0]).toMatchObject({
      held: null,
      holds: '',
    });
  });

  test('mark the alerts they match, with until when and why, and only while they hold', () => {
    const items = [silenceItem(), silenceItem({ id: 's2', starts_at: minutesAgo(-5) })];
    const silences = currentSilences(items, NOW_MS);
    const [refunds, claims] = open.map((alert) =>
      markSilenced(
        buildAlertRow(alert, undefined, NOW_MS),
        silenceOf(alert, silences, NOW_MS),
        NOW_MS,
      ),
    );
    expect(refunds).toMatchObject({ isTaken: true, marks: [{ kind: 'silenced' }] });
    expect(refunds?.marks[0]?.word).toMatch(/^silenced until .+: deploy$/);
    expect(refunds?.marks[0]?.explanation).toContain('By\tops');
    expect(claims).toMatchObject({ isTaken: false, marks: [] });
    const late = currentSilences(items, NOW_MS + 31 * 60_000);
    expect(silenceOf(open[0]!, late, NOW_MS + 31 * 60_000)).toBeNull();
  });
});
