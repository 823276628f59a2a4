import { backOffMs } from './back-off.ts';
import type { ClientEdges, ClientRequest } from './client-edges.ts';
import type { ClientReport } from './client-report.ts';
import type { ClientSettings } from './client-settings.ts';
import type { EventBuffer } from './event-buffer.ts';
import { createInterruptibleWait } from './interruptible-wait.ts';
import { readAnswer, type AnswerMeaning, type ClientAnswer } from './read-answer.ts';
import { settleBatch } from './settle-batch.ts';
import type { BufferedEvent } from './write-event.ts';

/** Sends what a buffer holds, one request at a time. */
export interface Delivery {
  /** Events on their way. */
  readonly underWay: readonly BufferedEvent[];
  /**
   * Sends what is there, unless it does already.
   * @param isUrgent ends a wait for the next attempt
   */
  start(isUrgent: boolean): void;
  /** Whether the process waits for the next attempt. */
  keepAlive(isKept: boolean): void;
  /** Calls off the request under way; its events are open again. */
  abort(): void;
  /** Makes no further attempt; resolves when nothing is under way. */
  stop(): Promise<void>;
}

/** Small enough for any proxy: the server itself takes ten times as much. */
const MAX_REQUEST_CHARACTERS = 1_000_000;

/** The request that carries events. */
export function requestOf(
  { url, key }: NonNullable<ClientSettings['endpoint']>,
  events: readonly BufferedEvent[],
  timeoutMs: number,
): Omit<ClientRequest, 'signal'> {
  return { url, key, timeoutMs, body: events.map(({ line }) => line).join('\n') };
}

async function answerTo(edges: ClientEdges, request: ClientRequest): Promise<ClientAnswer> {
  try {
    return await edges.post(request);
  } catch (error) {
    const { message, cause } = error as Error;
    const text = cause instanceof Error && cause.message !== '' ? cause.message : message;
    return { status: 0, retryAfter: null, text };
  }
}

/** Whether the same request would only get the same answer again, at once. */
const isFailure = ({ kind }: AnswerMeaning, sent: number, left: number): boolean =>
  kind === 'later' || kind === 'refused' || (kind === 'some_forbidden' && left === sent);

/**
 * @param onSettled told after every answer
 * @param onOverflow told of events that had to go while others came back
 */
export function createDelivery(
  endpoint: NonNullable<ClientSettings['endpoint']>,
  settings: ClientSettings,
  edges: ClientEdges,
  buffer: EventBuffer,
  report: ClientReport,
  onSettled: () => void,
  onOverflow: (events: readonly BufferedEvent[]) => void,
): Delivery {
  const wait = createInterruptibleWait(edges.startTimer);
  let underWay: BufferedEvent[] = [];
  let calledOff = new AbortController();
  let sending: Promise<void> | null = null;
  let isStopped = false;
  let failures = 0;
  let most = settings.batchSize;

  /** One request; returns how long to wait before the next. */
  async function attempt(): Promise<number> {
    underWay = buffer.take(most, MAX_REQUEST_CHARACTERS);
    calledOff = new AbortController();
    const request = requestOf(endpoint, underWay, settings.timeoutMs);
    const answer = await answerTo(edges, { ...request, signal: calledOff.signal });
    const meaning = readAnswer(answer);
    const left = settleBatch(underWay, meaning, report);
    const isTooMuch = meaning.kind === 'too_large' || meaning.kind === 'unreadable';
    // Halves find the one event that spoils a request, and the size a proxy lets through.
    const failed = isFailure(meaning, underWay.length, left.length);
    most = isTooMuch ? Math.ceil(underWay.length / 2) : Math.min(settings.batchSize, most * 2);
    underWay = [];
    onOverflow(buffer.putBack(left));
    if (!failed) {
      failures = 0;
      return 0;
    }
    failures += 1;
    report.retried();
    if ('message' in meaning) report.problem(meaning.message);
    return backOffMs(meaning.kind, failures, answer.retryAfter, edges.now(), edges.random());
  }

  async function sendAll(): Promise<void> {
    try {
      while (buffer.count > 0 && !isStopped) {
        const waitMs = await attempt();
        onSettled();
        if (waitMs > 0 && !isStopped) await wait.start(waitMs);
      }
    } catch {
      report.problem('sending failed unexpectedly');
    } finally {
      // In the same turn as the last look at the buffer: no event slips in between unseen.
      sending = null;
    }
  }

  return {
    get underWay() {
      return underWay;
    },
    start(isUrgent) {
      if (isUrgent) wait.interrupt();
      if (sending === null && !isStopped && buffer.count > 0) sending = sendAll();
    },
    keepAlive: (isKept) => wait.keepAlive(isKept),
    abort: () => calledOff.abort(),
    async stop() {
      isStopped = true;
      wait.interrupt();
      calledOff.abort();
      await sending;
    },
  };
}
