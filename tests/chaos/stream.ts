import { IN_TIME_MS } from '../../alerts/engine/telemetry-wait.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Sender } from './sender.ts';
import { BATCH_MS, batchEvents, batchMs, traceBodies, type TelemetryPlan } from './telemetry.ts';

/** A trace begins this often; its second span is sent so much later. */
const TRACE_EVERY_MS = 500;
const SECOND_SPAN_MS = [1000, 2500, 5000] as const;

/** What was sent and acknowledged. */
export interface Stream {
  /** Batches that were acknowledged. */
  readonly taken: ReadonlySet<number>;
  readonly traces: number;
  /** How long after its time the last batch was acknowledged that was held up most. */
  readonly slowestMs: number;
  /** Batches acknowledged too late for the evaluation of the minute they belong to. */
  readonly late: number;
}

const NEWLINE = '\n';

/** Sends telemetry at its times until the plan's end; resolves when the last is on its way. */
export function startStream(
  plan: TelemetryPlan,
  sender: Sender,
): { readonly ended: Promise<void>; readonly stream: () => Stream } {
  const taken = new Set<number>();
  const endMs = batchMs(plan, plan.batches);
  let next = 0;
  let traces = 0;
  let slowestMs = 0;
  let late = 0;
  const later: { readonly atMs: number; readonly body: object }[] = [];

  const sendBatch = (batch: number): void => {
    const events = batchEvents(plan, batch);
    const ownMs = batchMs(plan, batch);
    const minuteEndMs = Math.floor(ownMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    const body = events.map((event) => JSON.stringify(event)).join(NEWLINE);
    sender.send('/v1/events', body, (atMs) => {
      taken.add(batch);
      slowestMs = Math.max(slowestMs, atMs - ownMs);
      if (atMs >= minuteEndMs + IN_TIME_MS) late += 1;
    });
  };
  const sendSpans = (body: object): void =>
    sender.send('/otlp/v1/traces', JSON.stringify(body), () => undefined);
  const sendTrace = (atMs: number): void => {
    const [first, second] = traceBodies(plan.seed, traces, atMs);
    const afterMs = SECOND_SPAN_MS[traces % SECOND_SPAN_MS.length] ?? 0;
    traces += 1;
    sendSpans(first);
    later.push({ atMs: atMs + afterMs, body: second });
  };

  const ended = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const nowMs = Date.now();
      while (next < plan.batches && batchMs(plan, next) <= nowMs) sendBatch(next++);
      const dueTraces = Math.floor((Math.min(nowMs, endMs) - plan.startMs) / TRACE_EVERY_MS);
      while (traces < dueTraces) sendTrace(nowMs);
      for (const one of later.splice(0)) {
        if (one.atMs > nowMs) later.push(one);
        else sendSpans(one.body);
      }
      if (next < plan.batches || later.length > 0) return;
      clearInterval(timer);
      resolve();
    }, BATCH_MS / 2);
  });
  return { ended, stream: () => ({ taken, traces, slowestMs, late }) };
}
