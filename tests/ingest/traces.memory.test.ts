import { expect, it } from 'vitest';
import { createOpenTraces } from '../../ingest/traces/open-traces.ts';
import { createFaultyDisk, open, temporaryFolder } from './support.ts';
import { NOW } from './test-moment.ts';
import { counted, PIECES, sendSpans, span, TRACE, WHOLE } from './trace-spans.ts';

const MAX_TRACE_SPANS = 20_000;
const [, first, tool] = PIECES;
const spanId = (n: number): string => (n + 1).toString(16).padStart(16, '0');

it('settled traces are let go of once they hold too many spans, the least lately touched first', () => {
  const traces = createOpenTraces({ traces: 100, spans: 5 });
  const records = ['a', 'b', 'c', 'd'].map((id) => {
    const record = traces.add('w', id, NOW, true);
    for (const n of ['01', '02']) traces.hold(record, span(n));
    expect(traces.hold(record, span('02'))).toBe(false);
    traces.touch(record, NOW);
    return record;
  });
  expect(traces.spans).toBe(8);
  traces.evict(NOW);
  expect(traces.spans).toBe(8);
  for (const record of records.slice(1)) traces.settle(record);
  traces.evict(NOW);
  expect(['a', 'b', 'c', 'd'].map((id) => traces.get('w', id) !== undefined)).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(traces.spans).toBe(4);
  traces.forget();
  expect(traces.spans).toBe(0);
});

it('a trace holds 20,000 spans, each below the other; what is more is refused and said', async () => {
  const { ingest, target } = await open(await temporaryFolder());
  const chain = Array.from({ length: MAX_TRACE_SPANS + 1 }, (_, n) =>
    span('01', {
      span_id: spanId(n),
      parent_id: n === 0 ? '' : spanId(n - 1),
      role: n === 0 ? 'agent' : 'tool',
    }),
  );
  expect(await sendSpans(ingest, chain)).toMatchObject({
    accepted: MAX_TRACE_SPANS,
    refusedSpans: 1,
  });
  await ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining({ id: TRACE, tool_calls: 1 })]);
  expect(await sendSpans(ingest, chain.slice(-2))).toMatchObject({
    accepted: 0,
    duplicates: 1,
    refusedSpans: 1,
  });
});

it('spans that fail to be kept take nothing with them that waits to be shown', async () => {
  const { files, faults } = createFaultyDisk();
  const { ingest, target } = await open(await temporaryFolder(), { files });
  await sendSpans(ingest, [first]);
  await ingest.forgetTraces(async () => {});
  faults.sync = true;
  await expect(sendSpans(ingest, [tool])).rejects.toMatchObject({ code: 'unavailable' });
  faults.sync = false;
  expect(ingest.status().tracesWaiting).toBe(1);
  await ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining({ id: TRACE, tokens_in: 100 })]);
});

it('no run is shown while something is taken out of the store', async () => {
  const { ingest, target } = await open(await temporaryFolder());
  await sendSpans(ingest, PIECES);
  await ingest.flush();
  const order: string[] = [];
  let flushed: Promise<unknown> = Promise.resolve();
  const other = 'e'.repeat(32);
  await ingest.forgetTraces(async () => {
    await sendSpans(ingest, [span('01', { trace_id: other })]);
    flushed = ingest.flush().then(() => order.push('shown'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('taken out');
    expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
  });
  await flushed;
  expect(order).toEqual(['taken out', 'shown']);
  expect(counted(target)).toContainEqual(expect.objectContaining({ id: other }));
});

it('a task that fails says so, and runs are shown afterwards', async () => {
  const { ingest, target } = await open(await temporaryFolder());
  const failing = ingest.forgetTraces(() => Promise.reject(new Error('away')));
  await expect(failing).rejects.toThrow('away');
  await sendSpans(ingest, PIECES);
  await ingest.flush();
  expect(counted(target)).toEqual([expect.objectContaining(WHOLE)]);
});
