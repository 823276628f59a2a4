import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import { storedRunRow } from '../../ingest/traces/complete-traces.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { findTraces, MAX_TRACE_SPANS, recentTraces } from '../../store/questions/find-traces.ts';
import { listRuns } from '../../store/questions/list-runs.ts';
import { readJudgementCorrections } from '../../store/questions/read-corrections.ts';
import type { RawTable } from '../../store/raw-columns.ts';
import { RAW_RETENTION_DAYS, TRANSPORTS, useDatabase } from '../support/database.ts';
import { writeSegment, type RawRow } from '../support/segments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW_MS = floorTo(Date.now(), HOUR_MS) + 90_000;

/** What the store promises about traces and the runs they make, whichever way it is reached. */
export function describeTraceStore(transport: (typeof TRANSPORTS)[number]): void {
  const database = useDatabase(transport);
  const folder = temporaryFolder('segments');
  let segments = 0;
  const put = async (
    table: Exclude<RawTable, 'quarantine'>,
    rows: readonly RawRow[],
  ): Promise<void> => {
    segments += 1;
    const path = join(folder, `${segments}.bin`);
    const segment = await writeSegment(database(), path, table, segments, rows);
    const settings = { rawRetentionDays: RAW_RETENTION_DAYS, spool: 't', nextToken: randomUUID };
    await createSegmentTarget(database(), settings).insert(segment);
  };
  const trace = (workload: string, id: string, more: RawRow = {}): RawRow => ({
    workload,
    id,
    ts: NOW_MS,
    origin: 'otlp',
    received_at: NOW_MS + 50,
    ...more,
  });
  const span = (workload: string, traceId: string, spanId: string, more: RawRow = {}): RawRow => ({
    workload,
    trace_id: traceId,
    span_id: spanId,
    id: `trace:${traceId}`,
    ts: NOW_MS,
    role: 'inference',
    duration_ms: 3,
    ...more,
  });

  const recentOf = async (
    workload: string,
    openedMs: number,
    nowMs = openedMs,
  ): Promise<string[]> => {
    const moment = { withinMs: 600_000, openedMs, nowMs };
    const recent = await recentTraces(database(), moment);
    return recent
      .filter((key) => key.workload === workload)
      .map(({ traceId }) => traceId)
      .toSorted();
  };

  describe(`traces in the store, ${transport}`, () => {
    test('a run that was corrected is listed once, as it stands now, on whatever page', async () => {
      const provisional = trace('a', 'trace-1', { tokens_in: 10 });
      const corrected = trace('a', 'trace-1', { tokens_in: 30, hallucination: 1 });
      await put('runs', [trace('a', 'trace-0'), provisional, trace('a', 'trace-2')]);
      await put('runs', [{ ...provisional, sign: -1 }, corrected]);
      const ids = async (limit: number): Promise<unknown[]> => {
        const seen: unknown[] = [];
        let after = null;
        do {
          const page = await listRuns(database(), 'a', {}, after, limit);
          seen.push(...page.items.map(({ id, tokens_in }) => [id, tokens_in]));
          after = page.next;
        } while (after);
        return seen;
      };
      const expected = [
        ['trace-2', null],
        ['trace-1', 30],
        ['trace-0', null],
      ];
      for (const limit of [1, 2, 3, 10]) expect(await ids(limit)).toEqual(expected);
      const filtered = await listRuns(database(), 'a', { hallucination: true }, null, 10);
      expect(filtered.items.map(({ id }) => id)).toEqual(['trace-1']);
    });

    test('a row that was taken back and came again counts once', async () => {
      const row = trace('b', 'trace-1');
      const other = trace('b', 'trace-1', { tokens_in: 1 });
      await put('runs', [row]);
      await put('runs', [{ ...row, sign: -1 }, other]);
      await put('runs', [{ ...other, sign: -1 }, row]);
      const { items } = await listRuns(database(), 'b', {}, null, 10);
      expect(items.map(({ tokens_in }) => tokens_in)).toEqual([null]);
      await put('spans', [span('b', 'trace-1', '1')]);
      const found = await findTraces(database(), [{ workload: 'b', traceId: 'trace-1' }]);
      expect(found.runs.map(({ tokens_in }) => tokens_in)).toEqual([null]);
    });

    test('the spans and the run of a trace are found, those of another workload are not', async () => {
      await put('spans', [
        span('c', 't1', '1', { tokens_in: 5, ok: 1, cost_usd: 0.000000001 }),
        span('c', 't1', '2', { ts: NOW_MS + 7, ok: null }),
        span('other', 't1', '3'),
        span('c', 't2', '4'),
      ]);
      await put('runs', [trace('c', 't1', { cost_usd: 1.000000001, ok: 0, error: 'a\nb' })]);
      const found = await findTraces(database(), [{ workload: 'c', traceId: 't1' }]);
      const spans = found.spans.toSorted((a, b) => a.ts_ms - b.ts_ms);
      expect(spans).toMatchObject([
        { span_id: '1', tokens_in: 5, ok: true, cost_usd: 0.000000001, ts_ms: NOW_MS },
        { span_id: '2', tokens_in: null, ok: null, ts_ms: NOW_MS + 7 },
      ]);
      const [run] = found.runs;
      if (!run) throw new Error('the run is found');
      expect(storedRunRow(run).facts).toMatchObject({
        id: 't1',
        tsMs: NOW_MS,
        receivedAtMs: NOW_MS + 50,
        costUsd: 1.000000001,
        origin: 'otlp',
      });
      expect(run).toMatchObject({ error: 'a\nb', ok: 0 });
    });

    test('traces of the last minutes are told from older ones', async () => {
      const latest = NOW_MS + 10 * HOUR_MS;
      await put('spans', [
        span('d', 'old', '1', { received_at: latest - 700_000 }),
        span('d', 'young', '2', { received_at: latest - 500_000 }),
        span('d', 'youngest', '3', { received_at: latest }),
      ]);
      expect(await recentOf('d', latest + HOUR_MS)).toEqual(['young', 'youngest']);
    });

    test('a clock that was set back hides no trace of the last minutes, on either side', async () => {
      // Later than all that other tests keep: the clock ran ahead, and was set back an hour.
      const ahead = NOW_MS + 20 * HOUR_MS;
      const opened = ahead - HOUR_MS;
      await put('spans', [
        span('f', 'before the jump', '1', { received_at: ahead - 1000 }),
        span('f', 'long before it', '2', { received_at: ahead - 700_000 }),
        span('f', 'after the jump', '3', { received_at: opened - 1000 }),
        span('f', 'in this process', '4', { received_at: opened + 1000 }),
      ]);
      expect(await recentOf('f', opened, opened + 5000)).toEqual([
        'after the jump',
        'before the jump',
        'in this process',
      ]);
    });

    test('what came while the database was away hides no trace of before', async () => {
      const opened = NOW_MS + 30 * HOUR_MS;
      await put('spans', [
        span('g', 'left', '1', { received_at: opened - 2 * HOUR_MS }),
        span('g', 'new', '2', { received_at: opened + HOUR_MS }),
      ]);
      expect(await recentOf('g', opened, opened + 2 * HOUR_MS)).toEqual(['left', 'new']);
    });

    test('a run that only was taken back is known to have been shown', async () => {
      const old = trace('h', 't1');
      await put('spans', [span('h', 't1', '1'), span('h', 't2', '1')]);
      await put('runs', [old, trace('h', 't2', { origin: '' })]);
      await put('runs', [{ ...old, sign: -1 }]);
      const keys = ['t1', 't2'].map((traceId) => ({ workload: 'h', traceId }));
      const { runs, shown } = await findTraces(database(), keys);
      expect({ runs, shown }).toEqual({ runs: [], shown: [keys[0]] });
    });

    test('a trace that was taken for two has both of its runs found', async () => {
      await put('spans', [span('i', 't1', '1'), span('i', 't1', '2', { ts: NOW_MS + 5 })]);
      await put('runs', [
        trace('i', 't1', { tokens_in: 1 }),
        trace('i', 't1', { ts: NOW_MS + 5, tokens_in: 2 }),
      ]);
      const { runs } = await findTraces(database(), [{ workload: 'i', traceId: 't1' }]);
      expect(new Set(runs.map(({ tokens_in }) => tokens_in))).toEqual(new Set([1, 2]));
    });

    test('of a trace with more spans than count the first that came are found', async () => {
      const spans = Array.from({ length: MAX_TRACE_SPANS + 1 }, (_, i) =>
        span('k', 't1', `${i}`, { received_at: NOW_MS - i }),
      );
      await put('spans', [...spans, span('k', 't2', 'other')]);
      const keys = ['t1', 't2'].map((traceId) => ({ workload: 'k', traceId }));
      const ids = new Set((await findTraces(database(), keys)).spans.map(({ span_id }) => span_id));
      expect(ids.size).toBe(MAX_TRACE_SPANS + 1);
      expect(['0', '1', 'other'].map((id) => ids.has(id))).toEqual([false, true, true]);
    });

    test('a span that can not be read is told of, the others are found', async () => {
      await put('spans', [span('j', 't1', '1'), span('j', 't1', '2', { duration_ms: null })]);
      const found = await findTraces(database(), [{ workload: 'j', traceId: 't1' }]);
      expect(found.spans.map(({ span_id }) => span_id)).toEqual(['1']);
      expect(found.unreadable).toBe(1);
    });

    test('a judgement corrects the run as it stands, not as it was first shown', async () => {
      const early = trace('e', 'run-1', { ts: NOW_MS + HOUR_MS });
      await put('runs', [early]);
      await put('runs', [{ ...early, sign: -1 }, trace('e', 'run-1')]);
      await put('events', [
        {
          workload: 'e',
          kind: 'review',
          id: 'r',
          run: 'run-1',
          hallucination: 1,
          ts: NOW_MS + 2 * HOUR_MS,
        },
      ]);
      const corrections = await readJudgementCorrections(database(), ['e'], NOW_MS + 3 * HOUR_MS);
      expect(corrections.get('e')).toMatchObject([{ runHourMs: floorTo(NOW_MS, HOUR_MS) }]);
    });
  });
}
