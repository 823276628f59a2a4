import { buildTraceRun } from '../otlp/build-trace-run.ts';
import type { PricedUsage, RunCost } from '../price-run.ts';
import { createRunRow, type RunRow } from './run-row.ts';
import type { TraceRecord } from './trace-record.ts';

/** The row of a trace's run as its spans tell it; null where they make no run. */
export function createRunRowOf(
  price: (usage: PricedUsage, tsMs: number) => RunCost,
): (record: TraceRecord) => RunRow | null {
  return ({ workload, traceId, spans, receivedAtMs }) => {
    const run = buildTraceRun([...spans.values()], price);
    if (!run) return null;
    const { tsMs, userHash, costUsd, costSource, ...fields } = run;
    return createRunRow(
      { ...fields, workload, trace_id: traceId },
      { id: traceId, receivedAtMs, tsMs, userHash, costUsd, costSource, origin: 'otlp' },
    );
  };
}
