import type { ClientEdges, ClientRequest, ProcessEnd } from '../../ingest/client/client-edges.ts';
import type { ClientAnswer } from '../../ingest/client/read-answer.ts';

/** What a server in hand does with a request: an answer, or none. */
export type Answering = (
  events: { id: string }[],
  attempt: number,
) => Partial<ClientAnswer> | Error;

/** The answer that takes all events of a request. */
export const takeAll: Answering = (events) => ({
  status: 202,
  text: JSON.stringify({ accepted: events.length, duplicates: 0, rejected: [] }),
});

/** The outside world of a client, in a test's hand: its time passes only when told. */
export interface EdgesInHand {
  readonly edges: ClientEdges;
  /** Events of each request, and when it was made. */
  readonly requests: { readonly atMs: number; readonly events: { id: string }[] }[];
  readonly atExit: ClientRequest[];
  readonly warnings: string[];
  readonly end: ProcessEnd;
  answer: Answering;
  /** Runs what is due within so many milliseconds. */
  pass(ms: number): Promise<void>;
}

interface PendingTimer {
  readonly dueMs: number;
  readonly run: () => void;
}

export function edgesInHand(answer: Answering = takeAll): EdgesInHand {
  let nowMs = Date.parse('2026-06-01T12:00:00Z');
  let nextId = 0;
  const timers = new Set<PendingTimer>();
  const ends = new Set<ProcessEnd>();
  /** Lets everything run that waits for nothing but its turn. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const hand: EdgesInHand = {
    requests: [],
    atExit: [],
    warnings: [],
    answer,
    end: {
      onIdle: () => ends.forEach(({ onIdle }) => onIdle()),
      onExit: () => ends.forEach(({ onExit }) => onExit()),
    },
    async pass(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].toSorted((a, b) => a.dueMs - b.dueMs);
        if (!next || next.dueMs > untilMs) break;
        nowMs = Math.max(nowMs, next.dueMs);
        timers.delete(next);
        next.run();
        await settle();
      }
      nowMs = untilMs;
    },
    edges: {
      async post({ body }) {
        const events = body.split('\n').map((line) => JSON.parse(line) as { id: string });
        hand.requests.push({ atMs: nowMs, events });
        const given = hand.answer(events, hand.requests.length);
        await Promise.resolve();
        if (given instanceof Error) throw given;
        return { status: 0, retryAfter: null, text: '', ...given };
      },
      postAtExit: (requests) => void hand.atExit.push(...requests),
      now: () => nowMs,
      random: () => 0.5,
      randomId: () => `made-${(nextId += 1)}`,
      startTimer(run, ms) {
        const timer = { dueMs: nowMs + ms, run };
        timers.add(timer);
        return { cancel: () => void timers.delete(timer), keepAlive: () => {} };
      },
      watchProcessEnd(end) {
        ends.add(end);
        return () => void ends.delete(end);
      },
      warn: (message) => void hand.warnings.push(message),
    },
  };
  return hand;
}
