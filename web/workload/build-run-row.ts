import type { Run } from '../api/queries.ts';
import { formatCount, formatUsd, NOTHING } from '../format/number.ts';
import { formatInstant, formatMoment, instantMs } from '../format/time.ts';
import { formatSignal } from '../format/unit.ts';

/** One raw run as text, cell by cell. */
export interface RunRow {
  readonly id: string;
  readonly time: string;
  readonly instant: string;
  /** Null where the run does not say. */
  readonly isOk: boolean | null;
  readonly result: string;
  readonly latency: string;
  readonly tokens: string;
  readonly cost: string;
  readonly judged: string;
  readonly tools: string;
  readonly release: string;
  readonly model: string;
  readonly segment: string;
  readonly traceId: string | null;
  readonly error: string | null;
}

const LATENCY = { signal: 'latency', unit: 'ms' } as const;
const count = (value: number | null): string => (value === null ? NOTHING : formatCount(value));

/** A run's fields in words; what it does not say is a dash, never 0. */
export function buildRunRow(run: Run, nowMs: number): RunRow {
  const atMs = instantMs(run.ts);
  const outcome = run.outcome ?? (run.ok === null ? NOTHING : run.ok ? 'ok' : 'failed');
  const tools = run.tool_calls === null ? NOTHING : formatCount(run.tool_calls);
  const failures =
    run.tool_failures !== null && run.tool_failures > 0
      ? `, ${formatCount(run.tool_failures)} failed`
      : '';
  return {
    id: run.id,
    time: formatMoment(atMs, nowMs),
    instant: formatInstant(atMs),
    isOk: run.ok,
    result: run.ok === false ? 'failed' : outcome,
    latency: formatSignal(run.latency_ms, LATENCY),
    tokens:
      run.tokens_in === null && run.tokens_out === null
        ? NOTHING
        : `${count(run.tokens_in)} / ${count(run.tokens_out)}`,
    cost: run.cost_usd === null ? NOTHING : formatUsd(run.cost_usd),
    judged: run.hallucination === null ? NOTHING : run.hallucination ? 'hallucinated' : 'grounded',
    tools: tools + failures,
    release: run.release ?? NOTHING,
    model: run.model ?? NOTHING,
    segment: run.segment ?? NOTHING,
    traceId: run.trace_id,
    error: run.error,
  };
}
