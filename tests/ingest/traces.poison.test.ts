import { expect, it } from 'vitest';
import { createRowBatches } from '../../ingest/row-batch.ts';
import { decodeRows } from '../../ingest/row-reader.ts';
import { createSeenIds } from '../../ingest/seen-ids.ts';
import { emitRuns, type EmitDeps } from '../../ingest/traces/emit-runs.ts';
import { createOpenTraces } from '../../ingest/traces/open-traces.ts';
import { createRunRow, type RunRow } from '../../ingest/traces/run-row.ts';
import { takeSpans, type TakeSpansDeps } from '../../ingest/traces/take-spans.ts';
import { createTraceRecord } from '../../ingest/traces/trace-record.ts';
import { createMemoryTarget, open, run, temporaryFolder } from './support.ts';
import { NOW } from './test-moment.ts';
import { counted, PIECES, sendSpans, span, WHOLE } from './trace-spans.ts';

const OTHER = 'f'.repeat(32);
const HOUR_MS = 3_600_000;

it('a trace whose run can not be worked out holds up no other, and is shown once it can', async () => {
  let isBroken = true;
  const { ingest, target, warnings } = await open(await temporaryFolder(), {
    priceOverrides: () => (model) => {
      if (isBroken && model === 'poison') throw new Error('no such price');
      return null;
    },
  });
  const poison = { trace_id: OTHER, model: 'poison', tokens_in: 1 };
  await sendSpans(ingest, [span('01', poison), ...PIECES]);
  await ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
  expect(warnings).toEqual(['no run could be made of a trace']);
  expect(ingest.status().tracesWaiting).toBe(0);
  isBroken = false;
  await sendSpans(ingest, [span('02', poison)]);
  await ingest.flush();
  expect(counted(target)).toContainEqual(expect.objectContaining({ id: OTHER, tokens_in: 2 }));
});

/** A run that states a cost, of a trace that is complete. */
function emission(costUsd: number) {
  const record = createTraceRecord('w', `${costUsd}`, NOW, true);
  const facts = { id: record.traceId, receivedAtMs: NOW, tsMs: NOW, costUsd };
  return { record, row: createRunRow({ workload: 'w', trace_id: record.traceId }, facts) };
}

it('a row that can not be written leaves nothing of its trace behind, neither rows nor ids', async () => {
  const seen = createSeenIds(HOUR_MS, Buffer.alloc(16));
  const emissions = [emission(1), emission(Infinity), emission(2)];
  const rows = new Map<unknown, RunRow>(emissions.map(({ record, row }) => [record, row]));
  const [shown, bad] = emissions;
  if (!shown || !bad) throw new Error('there are three');
  bad.record.emitted = [shown.row];
  const written: unknown[] = [];
  const deps: EmitDeps = {
    seen,
    batches: createRowBatches(),
    runRow: (record) => rows.get(record) ?? null,
    append: async (batch) => {
      const { writer } = batch.rowsOf('runs');
      written.push(...decodeRows('runs', writer.written()).map(({ id, sign }) => [id, sign]));
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  const records = emissions.map(({ record }) => record);
  await emitRuns(deps, records, NOW);
  expect(written).toEqual([
    ['1', 1],
    ['2', 1],
  ]);
  expect(records.map(({ traceId }) => seen.holds('w', traceId, NOW))).toEqual([true, false, true]);
  expect(records.map(({ isTaken }) => isTaken)).toEqual([false, false, false]);
});

it('a request that fails half way takes no ids: it counts once when sent again', async () => {
  let isBroken = true;
  const { ingest } = await open(await temporaryFolder(), {
    hashUser: (user) => {
      if (isBroken && user === 'b') throw new Error('no key');
      return `hash of ${user}`;
    },
  });
  const telemetry = {
    spans: [span('01', { user: 'a' }), span('02', { user: 'b' })],
    events: [run('r1')],
    allowedWorkloads: null,
    keyId: 'key-1',
  };
  await expect(ingest.acceptOtlp(telemetry)).rejects.toThrow('no key');
  isBroken = false;
  expect(await ingest.acceptOtlp(telemetry)).toMatchObject({ accepted: 3, duplicates: 0 });
});

it('spans that could not be taken keep no trace in memory', () => {
  const traces = createOpenTraces();
  const deps: TakeSpansDeps = {
    seen: createSeenIds(HOUR_MS, Buffer.alloc(16)),
    traces,
    hashUser: () => expect.fail('no key'),
    redactor: () => null,
    knownForMs: HOUR_MS,
  };
  const spans = [span('01'), span('02', { user: 'b' })];
  const batch = createRowBatches().create();
  expect(() => takeSpans(deps, spans, NOW, batch)).toThrow('no key');
  traces.evict(NOW + HOUR_MS);
  expect(traces.get('w', spans[0]?.trace_id ?? '')).toBeUndefined();
});

it('spans in the store that can not be read are said, and the others make the run', async () => {
  const target = createMemoryTarget();
  const folder = await temporaryFolder();
  const before = await open(folder, { target });
  await sendSpans(before.ingest, PIECES);
  await before.ingest.close();
  const after = await open(folder, {
    target,
    traceStore: {
      ...target.traceStore,
      find: async (keys) => ({ ...(await target.traceStore.find(keys)), unreadable: 2 }),
    },
  });
  await after.ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
  expect(after.warnings).toContain('spans in the store can not be read: runs lack them');
});
