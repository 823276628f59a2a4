import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readAlertsSearch,
  toggleSeverity,
  type GroupedBy,
} from '../../web/alerts/alerts-search.ts';
import {
  chooseAlerts,
  foremostOf,
  groupAlerts,
  shownRows,
  tellAlerts,
} from '../../web/alerts/build-alert-groups.ts';
import { buildAlertChart } from '../../web/alerts/build-alert-chart.ts';
import { buildAlertRow } from '../../web/alerts/build-alert-row.ts';
import { buildAlertSeries } from '../../web/alerts/build-series-question.ts';
import { findMeasure } from '../../web/alerts/find-measure.ts';
import { readListKey, stepFocus } from '../../web/alerts/list-keys.ts';
import type { AlertItem } from '../../web/api/alert-queries.ts';
import { SAMPLE_PALETTE } from './support/sample-palette.ts';
import { minutesAgo, NOW_MS, sampleAlert, sampleRule } from './support/sample-alerts.ts';

const ACKNOWLEDGED = {
  ...sampleAlert().response,
  state: 'acknowledged' as const,
  by: 'person:ada',
  acknowledged_at: minutesAgo(1),
};
const row = (id: string, change: Partial<AlertItem> = {}) =>
  buildAlertRow(sampleAlert({ id, ...change }), sampleRule(), NOW_MS);
const ALL = { severities: [], workload: undefined, text: '', isOpenOnly: false } as const;

describe('the order', () => {
  test('is severity, then what nobody has taken, then age', () => {
    const rows = [
      row('young', { severity: 'page', fired_at: minutesAgo(5) }),
      row('info', { severity: 'info', fired_at: minutesAgo(500) }),
      row('taken', { severity: 'page', fired_at: minutesAgo(90), response: ACKNOWLEDGED }),
      row('old', { severity: 'page', fired_at: minutesAgo(60) }),
    ];
    const [group] = groupAlerts(rows, 'workload');
    expect(group?.rows.map(({ id }) => id)).toEqual(['old', 'young', 'taken', 'info']);
    expect(group).toMatchObject({ counts: { page: 3, warn: 0, info: 1 }, untaken: 3 });
  });

  test('of groups is that of what is foremost in them', () => {
    const rows = [
      row('a', { workload: 'calm', severity: 'info' }),
      row('b', { workload: 'loud', severity: 'page' }),
    ];
    expect(groupAlerts(rows, 'workload').map(({ key }) => key)).toEqual(['loud', 'calm']);
    expect(groupAlerts(rows, 'severity').map(({ title }) => title)).toEqual(['Page', 'Info']);
    expect(groupAlerts(rows, 'rule').map(({ key }) => key)).toEqual(['errors']);
  });

  test('of groups stays until the last of the loudest is taken', () => {
    const taken = { severity: 'page' as const, response: ACKNOWLEDGED };
    const old = row('a', { ...taken, workload: 'old', fired_at: minutesAgo(90) });
    const open = row('b', { workload: 'old', severity: 'page', fired_at: minutesAgo(5) });
    const other = row('c', { workload: 'other', severity: 'page', fired_at: minutesAgo(50) });
    const keys = (rows: Parameters<typeof groupAlerts>[0]) =>
      groupAlerts(rows, 'workload').map(({ key }) => key);
    expect(keys([old, open, other])).toEqual(['old', 'other']);
    expect(keys([old, other])).toEqual(['other', 'old']);
  });

  test('loses and doubles no alert, however they are put together', () => {
    const some = fc.array(
      fc.record({
        severity: fc.constantFrom('page' as const, 'warn' as const, 'info' as const),
        workload: fc.constantFrom('a', 'b', 'c'),
        rule: fc.constantFrom('r', 's'),
        minutes: fc.integer({ min: 0, max: 5000 }),
      }),
      { maxLength: 60 },
    );
    const by = fc.constantFrom<GroupedBy>('workload', 'rule', 'severity');
    fc.assert(
      fc.property(some, by, (items, grouped) => {
        const rows = items.map(({ minutes, ...one }, index) =>
          row(`id-${index}`, { ...one, fired_at: minutesAgo(minutes) }),
        );
        const ids = groupAlerts(rows, grouped).flatMap((group) => group.rows.map(({ id }) => id));
        expect(ids.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe('a choice', () => {
  const rows = [
    row('page', { severity: 'page', owner: 'Grace' }),
    row('taken', { response: ACKNOWLEDGED }),
    row('other', { workload: 'claims' }),
  ];
  const ids = (choice: Partial<Parameters<typeof chooseAlerts>[1]>) =>
    chooseAlerts(rows, { ...ALL, ...choice }).map(({ id }) => id);

  test('is by severity, workload, who has it, and every word of a text', () => {
    expect(ids({})).toHaveLength(3);
    expect(ids({ severities: ['page'] })).toEqual(['page']);
    expect(ids({ workload: 'claims' })).toEqual(['other']);
    expect(ids({ isOpenOnly: true })).toEqual(['page', 'other']);
    expect(ids({ text: 'ERRORS grace' })).toEqual(['page']);
    expect(ids({ text: 'errors nobody' })).toEqual([]);
  });
});

describe('many alerts', () => {
  test('show the foremost of every group, so that all groups can be seen', () => {
    expect(foremostOf(40, 3)).toBeNull();
    expect(foremostOf(300, 12)).toBe(5);
    expect(foremostOf(300, 40)).toBe(1);
    const rows = Array.from({ length: 9 }, (_, index) => row(`${index}`));
    expect(shownRows({ rows }, 5)).toHaveLength(5);
    expect(shownRows({ rows }, null)).toHaveLength(9);
    // The line that would say "one more" is as long as the one it hides.
    expect(shownRows({ rows: rows.slice(0, 6) }, 5)).toHaveLength(6);
  });

  test('are told in one sentence', () => {
    const two = [row('a'), row('b', { workload: 'claims', response: ACKNOWLEDGED })];
    expect(tellAlerts([])).toBe('Nothing fires.');
    expect(tellAlerts(two)).toBe('2 alerts fire on 2 workloads, 1 not taken yet.');
    expect(tellAlerts(two.slice(0, 1))).toBe('1 alert fires on refunds.');
    expect(tellAlerts(two.slice(1))).toBe('1 alert fires on claims, and is in hand.');
  });
});

describe('the address', () => {
  test('keeps what makes sense of it', () => {
    const search = {
      tab: 'ended',
      group: 'rule',
      severity: 'info,page',
      workload: 'refunds',
      q: 'slow',
      only: 'open',
      alert: 'f3a29c01d4e85b67-3',
    };
    expect(readAlertsSearch(search)).toEqual({ ...search, severity: 'page,info' });
    expect(readAlertsSearch({ tab: 'x', severity: 'loud', alert: '<b>', workload: 'A B' })).toEqual(
      {},
    );
  });

  test('turns severities on and off', () => {
    expect(toggleSeverity(undefined, 'warn')).toBe('warn');
    expect(toggleSeverity('warn', 'page')).toBe('page,warn');
    expect(toggleSeverity('warn', 'warn')).toBeUndefined();
  });
});

describe('keys', () => {
  test('of the list mean nothing outside it where the browser has them already', () => {
    expect(readListKey('ArrowDown', false)).toBeNull();
    expect(readListKey('ArrowDown', true)).toBe('next');
    expect(readListKey('j', false)).toBe('next');
    expect(readListKey('q', true)).toBeNull();
  });

  test('never lead out of the list', () => {
    const ids = ['a', 'b', 'c'];
    expect(stepFocus(ids, 'c', 'next')).toBe('c');
    expect(stepFocus(ids, 'a', 'previous')).toBe('a');
    expect(stepFocus(ids, 'b', 'next')).toBe('c');
    expect(stepFocus(ids, 'gone', 'next')).toBe('a');
    expect(stepFocus([], null, 'last')).toBeNull();
  });
});

describe('the chart', () => {
  const measure = findMeasure(sampleAlert(), sampleRule());

  test('asks for enough before the episode, in steps that hold whole minutes', () => {
    const series = buildAlertSeries(sampleAlert(), measure, NOW_MS);
    expect(series?.question).toMatchObject({ signal: 'error_rate', step: '1m' });
    expect(series?.fromMs).toBeLessThanOrEqual(NOW_MS - 71 * 60_000);
    expect(series?.toMs).toBe(NOW_MS);
  });

  test('asks for the part an alert is about, and costs by the hour', () => {
    const by = { dimension: 'release' as const, value: '2.3' };
    expect(buildAlertSeries(sampleAlert({ by }), measure, NOW_MS)?.question.release).toBe('2.3');
    const cost = { signal: 'unit_cost', window: '1h' };
    expect((buildAlertSeries(sampleAlert(), cost, NOW_MS)?.stepMs ?? 0) % 3_600_000).toBe(0);
    expect(buildAlertSeries(sampleAlert(), { signal: null, window: null }, NOW_MS)).toBeNull();
  });

  test('of a burn draws the line where the signal itself crosses it', () => {
    const burn = { signal: 'tool_call_success', objective: 0.99 };
    const { line } = findMeasure({ threshold: 0.144 }, sampleRule({ when: { burn } }));
    expect(line(0.144)).toMatchObject({ at: 0.856 });
    expect(line(0.144)?.label.replaceAll(/\s/g, ' ')).toBe('fires < 85.6 %');
  });

  test('shows threshold and gaps, and no share beyond one', () => {
    const points = [0.5, null, 0.97].map((value, index) => ({
      at: minutesAgo(3 - index),
      value,
      low: value,
      high: value,
      n: 10,
    }));
    const option = buildAlertChart({
      unit: { signal: 'error_rate', unit: 'ratio' },
      points,
      stepMs: 60_000,
      span: { fromMs: NOW_MS - 180_000, toMs: NOW_MS },
      fired: { fromMs: NOW_MS - 60_000, toMs: null },
      line: { at: 0.05, label: 'fires > 5 %' },
      palette: SAMPLE_PALETTE,
      fontFamily: 'sans-serif',
      widthPx: 400,
    });
    expect(option.yAxis).toMatchObject({ min: 0, max: 1 });
    const [series] = option.series as {
      data: [number, number | null][];
      markLine: { data: object[] };
    }[];
    expect(series?.data.map(([, value]) => value)).toEqual([0.5, null, 0.97]);
    expect(series?.markLine.data[0]).toMatchObject({ yAxis: 0.05 });
  });
});
