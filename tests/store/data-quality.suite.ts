import { describe, expect, test } from 'vitest';
import { wireEvent, type WireEvent } from '../../core/event.ts';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { continueRows } from '../../signals/history/continue-rows.ts';
import { createHistory } from '../../signals/history.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import { markReplayed } from '../../store/mark-replayed.ts';
import { readHistories, readRowsSince } from '../../store/questions/read-history.ts';
import type { TRANSPORTS } from '../support/database.ts';
import { historyFromEvents } from '../support/history-from-events.ts';
import { rowOf } from '../support/row-of-event.ts';
import type { RawRow } from '../support/segments.ts';
import { NOW_MS, run, useStore } from './store-under-test.ts';

const BEGUN_MS = floorTo(NOW_MS, HOUR_MS);

let ids = 0;
function eventOf(fields: Record<string, unknown>): WireEvent {
  return wireEvent.parse({ id: `e${(ids += 1)}`, ts: BEGUN_MS - HOUR_MS, ...fields });
}

/** Events other than runs of all whole hours. */
const received = (rows: HistoryRows): number =>
  createHistory(rows).window(0, BEGUN_MS).sum('events_received');

/** What the store promises about features, drift, the age of data and rejected events. */
export function describeDataQuality(transport: (typeof TRANSPORTS)[number]): void {
  const { database, send } = useStore(transport);
  const read = async (
    workload: string,
    question: { endMs?: number; precision?: 'minute' | 'exact'; sinceMs?: number } = {},
  ): Promise<HistoryRows> => {
    const all = { endMs: NOW_MS, precision: 'exact', sinceMs: 0, ...question } as const;
    const rows = (await readHistories(database(), [workload], all)).get(workload);
    if (!rows) throw new Error('every workload asked for is answered');
    return rows;
  };
  const distribution = (workload: string, fields: Record<string, unknown>): WireEvent =>
    eventOf({ workload, kind: 'distribution', feature: 'f', role: 'input', ...fields });

  describe(`data quality in the store, ${transport}`, () => {
    test('features, drift and ages come back as their events tell them, summed by hour', async () => {
      const workload = 'told';
      const early = BEGUN_MS - 40 * HOUR_MS;
      const events = [
        distribution(workload, { values: [0, 1, 1, -3.5, 1e-9, -2e11], ts: early }),
        distribution(workload, { values: [1, 250], ts: early + MINUTE_MS }),
        distribution(workload, { values: [1], ts: early + HOUR_MS, release: '2.0' }),
        distribution(workload, { values: [1], ts: early, role: 'output' }),
        distribution(workload, {
          feature: 'h',
          histogram: { edges: [-1, 0, 1e-7, 2.5, 1e11], counts: [1, 0, 7, 2] },
        }),
        distribution(workload, {
          feature: 'h',
          histogram: { edges: [-1, 0, 2.5], counts: [1, 4] },
        }),
        distribution(workload, {
          feature: 'c',
          role: 'behaviour',
          categories: { '': 1, 'a "b" \\ c': 2, 'naïve 🙂': 3, none: 0 },
        }),
        eventOf({ workload, kind: 'drift', feature: 'f', score: 0.25, method: 'psi', ts: early }),
        eventOf({ workload, kind: 'drift', feature: 'g', role: 'output', score: 3, p_value: 0.5 }),
        eventOf({ workload, kind: 'probe', ok: true, attributes: { data_as_of: early } }),
        eventOf({ workload, kind: 'run', attributes: { data_as_of: early - 1, other: 'x' } }),
      ];
      const runs = events.filter(({ kind }) => kind === 'run');
      await send('runs', runs.map(rowOf));
      await send('events', events.filter(({ kind }) => kind !== 'run').map(rowOf));

      const rows = await read(workload);
      const { features, drifts, dataAges } = rows;
      const expected = historyFromEvents(events, NOW_MS);
      const plain = (all: HistoryRows['features']): object[] =>
        all
          .map(({ hourMs, feature, role, release, shape, counts }) => ({
            hourMs,
            feature,
            role,
            release,
            shape,
            counts: Object.fromEntries(counts),
          }))
          .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
      expect(plain(features)).toEqual(plain(expected.features));
      expect(features.map(({ hourMs }) => hourMs)).toEqual(
        features.map(({ hourMs }) => hourMs).toSorted((a, b) => a - b),
      );
      expect(drifts).toEqual(expected.drifts);
      expect(dataAges).toEqual(expected.dataAges);
      expect(received(rows)).toBe(10);
      expect(received(expected)).toBe(10);
    });

    test('a distribution that was taken back is no longer counted', async () => {
      const kept = distribution('taken', { categories: { a: 1, b: 2 } });
      const wrong = distribution('taken', { categories: { a: 5 } });
      const alone = distribution('taken', { feature: 'g', values: [1, 2] });
      await send('events', [kept, wrong, alone].map(rowOf));
      await send(
        'events',
        [wrong, alone].map((event) => ({ ...rowOf(event), sign: -1 })),
      );
      const { features } = await read('taken');
      expect(features.map(({ feature, counts }) => [feature, Object.fromEntries(counts)])).toEqual([
        ['f', { a: 1, b: 2 }],
      ]);
    });

    test('an hour keeps 200 labels of a feature, and counts the rarest as others', async () => {
      const labels = Array.from({ length: 300 }, (_, i) => [`label ${i}`, 1000 - i] as const);
      await send('events', [
        rowOf(distribution('many', { categories: Object.fromEntries(labels.slice(0, 150)) })),
        rowOf(distribution('many', { categories: Object.fromEntries(labels.slice(150)) })),
      ]);
      const [row] = (await read('many')).features;
      const rest = labels.slice(200).reduce((sum, [, n]) => sum + n, 0);
      expect(new Map(row?.counts)).toEqual(new Map([...labels.slice(0, 200), ['other', rest]]));
    });

    test('rows that cannot be read hide nothing else', async () => {
      const { distribution: _, ...row } = rowOf(distribution('garbled', { values: [1] }));
      const garbled = [
        'garbage',
        '{}',
        '{"values":"x"}',
        '{"values":[null,"y"]}',
        '{"histogram":{"edges":[1],"counts":[1,2,3]}}',
        '{"histogram":{"edges":[1,2,3],"counts":[1]}}',
        '{"categories":[1]}',
      ];
      await send('events', [
        ...garbled.map((text, i) => ({ ...row, id: `${i}`, feature: `x${i}`, distribution: text })),
        { ...row, id: 'role', role: 'elsewhere', distribution: '{"values":[1]}' },
        { ...row, id: 'drift', kind: 'drift', role: 'elsewhere', score: 1 },
        rowOf(distribution('garbled', { values: [7] })),
        {
          workload: 'garbled',
          id: 'a',
          ts: NOW_MS - HOUR_MS,
          kind: 'probe',
          attributes: '"data_as_of"',
        },
      ]);
      const rows = await read('garbled');
      const { features, dataAges } = rows;
      expect(features.filter(({ feature }) => feature === 'f')).toHaveLength(1);
      expect(dataAges).toEqual([]);
      expect(rows.drifts).toEqual([]);
      expect(received(rows)).toBe(11);
    });

    test('the age of data is read from what the contract calls an instant, and from nothing else', async () => {
      const stated: (string | number | boolean)[] = [
        '2025-06-01T10:00:00Z',
        '2025-06-01t10:00:00.123456z',
        '2025-06-01 10:00+02:00',
        '2025-06-01T10:00:00.5-0330',
        '2025-06-01T24:00:00Z',
        '1700000000000',
        1_700_000_000_000,
        1_700_000_000_000.75,
        0,
        '2025-06-01',
        '2025-06-01T10:00:00',
        '2025-13-01T00:00:00Z',
        '2025-06-01T25:00:00Z',
        '2025-06-01T10:00:60Z',
        '10:00Z',
        'yesterday',
        '',
        '-5',
        -5,
        '1960-01-01T00:00:00Z',
        1e300,
        true,
        // Ahead of the event: more than its clock may be.
        BEGUN_MS + 6 * MINUTE_MS,
      ];
      const events = stated.map((data_as_of, i) =>
        eventOf({
          workload: `age-${i}`,
          kind: i % 2 === 0 ? 'run' : 'probe',
          ts: BEGUN_MS,
          ...(i % 2 === 0 ? {} : { ok: true }),
          attributes: { data_as_of },
        }),
      );
      await send('runs', events.filter(({ kind }) => kind === 'run').map(rowOf));
      await send('events', events.filter(({ kind }) => kind !== 'run').map(rowOf));
      const workloads = events.map(({ workload }) => workload);
      const question = { endMs: NOW_MS, precision: 'minute', sinceMs: 0 } as const;
      const found = await readHistories(database(), workloads, question);
      expect(stated.map((text, i) => [text, found.get(`age-${i}`)?.dataAges])).toEqual(
        stated.map((text, i) => [text, historyFromEvents(events.slice(i, i + 1), NOW_MS).dataAges]),
      );
    });

    test('rejected events are counted by the hour in which they came, replayed or not', async () => {
      const rejected = (id: string, received_at: number, workload = 'rejecting'): RawRow => ({
        id,
        received_at,
        workload,
        kind: 'run',
        body: '{}',
        errors: '[]',
      });
      await send('quarantine', [
        rejected('1', BEGUN_MS - HOUR_MS),
        rejected('2', BEGUN_MS - 1),
        rejected('3', BEGUN_MS + 1),
        rejected('4', BEGUN_MS, ''),
        rejected('5', BEGUN_MS, 'another'),
      ]);
      await markReplayed(database(), ['1'], 'person:tester', NOW_MS);
      expect((await read('rejecting')).rejected).toEqual([
        { hourMs: BEGUN_MS - HOUR_MS, events: 2 },
        { hourMs: BEGUN_MS, events: 1 },
      ]);
    });

    test('of the begun hour nothing is known that came after the instant, to the millisecond', async () => {
      const workload = 'begun';
      const attributes = { data_as_of: BEGUN_MS };
      const at = (ts: number): RawRow[] => [
        rowOf(distribution(workload, { categories: { a: 1 }, ts })),
        rowOf(eventOf({ workload, kind: 'drift', feature: 'f', score: 1, ts, attributes })),
      ];
      await send('events', [...at(NOW_MS), ...at(NOW_MS + 1), ...at(BEGUN_MS - 1)]);
      await send(
        'runs',
        [NOW_MS, NOW_MS + 1].map((ts) =>
          run(workload, `${ts}`, ts, { attributes: JSON.stringify({ data_as_of: ts }) }),
        ),
      );
      await send('quarantine', [
        { workload, id: 'a', received_at: NOW_MS },
        { workload, id: 'b', received_at: NOW_MS + 1 },
      ]);
      const seen = async (endMs: number, precision: 'minute' | 'exact') => {
        const rows = await read(workload, { endMs, precision });
        return {
          features: rows.features.map(({ counts }) => counts.get('a')),
          drifts: rows.drifts.length,
          asOf: rows.dataAges.map(({ hourMs, asOfMs }) => [hourMs - BEGUN_MS, asOfMs - NOW_MS]),
          rejected: rows.rejected.map(({ events }) => events),
        };
      };
      // The event just before the hour names its start, which its clock may.
      const before = [-HOUR_MS, BEGUN_MS - NOW_MS];
      const known = { features: [1, 1], drifts: 2, asOf: [before, [0, 0]], rejected: [1] };
      expect(await seen(NOW_MS, 'exact')).toEqual(known);
      const all = { features: [1, 2], drifts: 3, asOf: [before, [0, 1]], rejected: [2] };
      expect(await seen(NOW_MS + 1, 'exact')).toEqual(all);
      expect(await seen(NOW_MS, 'minute')).toEqual({ ...all, drifts: 2 });
      expect(await read(workload, { sinceMs: BEGUN_MS })).toMatchObject({
        features: [{ hourMs: BEGUN_MS }],
        drifts: [{ tsMs: NOW_MS }],
      });
    });

    test('rows read on from an instant complete those read before it', async () => {
      const workload = 'continued';
      const at = (hoursAgo: number): WireEvent[] => {
        const ts = BEGUN_MS - hoursAgo * HOUR_MS;
        return [
          distribution(workload, { categories: { [`${hoursAgo}`]: 1 }, ts }),
          eventOf({ workload, kind: 'drift', feature: 'f', score: hoursAgo, ts }),
          eventOf({ workload, kind: 'probe', ok: true, ts, attributes: { data_as_of: ts } }),
        ];
      };
      const sendAt = async (...hoursAgo: number[]): Promise<void> => {
        await send('events', hoursAgo.flatMap(at).map(rowOf));
        const received = hoursAgo.map((ago) => ({
          workload,
          id: `${ago}`,
          received_at: BEGUN_MS - ago * HOUR_MS,
        }));
        await send('quarantine', received);
      };
      await sendAt(9, 8, 0);
      const before = await read(workload, { precision: 'minute' });
      await sendAt(8, 7, 1);
      const sinceMs = BEGUN_MS - 8 * HOUR_MS;
      const question = { endMs: NOW_MS, precision: 'minute', sinceMs } as const;
      const fresh = (await readRowsSince(database(), [workload], question)).get(workload);
      const plain = ({ features, drifts, dataAges, rejected }: HistoryRows): object => ({
        features: features.map(({ hourMs, counts }) => [hourMs, ...counts]),
        drifts,
        dataAges,
        rejected,
      });
      const continued = plain(continueRows(before, fresh!, sinceMs));
      expect(continued).toEqual(plain(await read(workload)));
      expect(continued).not.toEqual(plain(before));
    });
  });
}
