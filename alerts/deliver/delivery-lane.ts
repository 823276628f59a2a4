import type { Delivery } from '../people/notice.ts';
import { backOffMs, GIVE_UP_AFTER_MS, type OutboxItem } from './outbox-document.ts';
import { failure, type SendOutcome } from './post.ts';

/** An attempt that takes longer has failed. */
export const SEND_TIMEOUT_MS = 10_000;
/** Failures in a row after which a receiver counts as dead. It is tried all the same. */
export const DEAD_AFTER = 5;
const RATE_WINDOW_MS = 60_000;

/** How a receiver does. */
export interface ReceiverStatus {
  readonly receiver: string;
  readonly lastSuccessMs: number | null;
  readonly lastFailureMs: number | null;
  /** In words for people; null: it never failed. */
  readonly lastFailureReason: string | null;
  readonly failuresInRow: number;
  readonly isDead: boolean;
  /** When what it first did not take was handed over; null: it is not dead. */
  readonly deadSinceMs: number | null;
  readonly waiting: number;
  /** Deliveries of the last week that were given up. */
  readonly gaveUp: number;
}

/** What a lane needs of the outside. */
export interface LaneEdges {
  /** One attempt. */
  readonly send: (delivery: Delivery, signal: AbortSignal) => Promise<SendOutcome>;
  /** Most deliveries of a receiver in a minute. */
  readonly limitOf: (receiver: string) => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Runs once after a time. @returns how to call it off */
  readonly startTimer: (run: () => void, ms: number) => () => void;
}

/** What is on its way to one receiver: one at a time, in order, as fast as the receiver may be told. */
export class DeliveryLane {
  readonly receiver: string;
  private readonly edges: LaneEdges;
  private readonly onDone: (item: OutboxItem) => void;
  private waiting: OutboxItem[] = [];
  private sentMs: number[] = [];
  private blockedUntilMs = 0;
  private failuresInRow = 0;
  private deadSinceMs: number | null = null;
  private lastSuccessMs: number | null = null;
  private lastFailure: { readonly atMs: number; readonly reason: string } | null = null;
  private stopTimer: (() => void) | null = null;
  private sending: Promise<void> | null = null;
  private readonly stopper = new AbortController();

  /** @param onDone is handed each item whenever something became of it */
  constructor(receiver: string, edges: LaneEdges, onDone: (item: OutboxItem) => void) {
    this.receiver = receiver;
    this.edges = edges;
    this.onDone = onDone;
  }

  /** Takes an item of an earlier run, whatever became of it; `wake` begins with it. */
  recall(item: OutboxItem): void {
    const { state, doneMs, lastFailureMs, lastReason, attempts } = item;
    if (state === 'waiting') this.waiting.push({ ...item, nextAttemptMs: 0 });
    if (state === 'sent') this.lastSuccessMs = Math.max(this.lastSuccessMs ?? 0, doneMs ?? 0);
    if (state === 'waiting') this.failuresInRow = Math.max(this.failuresInRow, attempts);
    this.noteDeath();
    if (lastFailureMs !== null && lastFailureMs >= (this.lastFailure?.atMs ?? 0)) {
      this.lastFailure = { atMs: lastFailureMs, reason: lastReason ?? '' };
    }
    this.waiting.sort((a, b) => a.delivery.plannedMs - b.delivery.plannedMs);
  }

  /** Takes an item that is durable in the log. */
  add(item: OutboxItem): void {
    this.waiting.push(item);
  }

  /** Notes an attempt that was made elsewhere. */
  note(outcome: SendOutcome): void {
    const nowMs = this.edges.now();
    if (outcome.kind === 'sent') {
      this.lastSuccessMs = nowMs;
      this.failuresInRow = 0;
      this.deadSinceMs = null;
      return;
    }
    this.lastFailure = { atMs: nowMs, reason: outcome.reason };
    if (outcome.scope === 'receiver') this.failuresInRow += 1;
    this.noteDeath();
  }

  /** The same instant after a restart, as far as what waits tells. */
  private noteDeath(): void {
    if (this.failuresInRow < DEAD_AFTER || this.deadSinceMs !== null) return;
    const tried = this.waiting.find(({ attempts }) => attempts > 0);
    this.deadSinceMs = tried?.enqueuedMs ?? this.edges.now();
  }

  /** Sends what is due, or waits until something is. */
  wake(): void {
    if (this.sending !== null || this.stopper.signal.aborted) return;
    this.stopTimer?.();
    this.stopTimer = null;
    const nowMs = this.edges.now();
    const { item, atMs } = this.next(nowMs);
    if (item === null && atMs === Infinity) return;
    if (item === null || atMs > nowMs) {
      this.stopTimer = this.edges.startTimer(() => this.wake(), Math.max(1, atMs - nowMs));
      return;
    }
    this.sending = this.attempt(item).finally(() => {
      this.sending = null;
      this.wake();
    });
  }

  /** The first item that may go, and when. What is about one alert stays in its order. */
  private next(nowMs: number): { item: OutboxItem | null; atMs: number } {
    const laneMs = Math.max(this.blockedUntilMs, this.freeMs(nowMs));
    const before = new Set<string>();
    let found: { item: OutboxItem | null; atMs: number } = { item: null, atMs: Infinity };
    for (const item of this.waiting) {
      const { notices, event } = item.delivery;
      const ids = event === undefined ? notices.map(({ alert }) => alert.id) : [event.subject];
      if (!ids.some((id) => before.has(id))) {
        const atMs = Math.max(laneMs, item.nextAttemptMs);
        if (atMs <= nowMs) return { item, atMs };
        if (atMs < found.atMs) found = { item, atMs };
        if (laneMs > nowMs && atMs === laneMs) return found;
      }
      for (const id of ids) before.add(id);
    }
    return found;
  }

  /** From when on the limit of the receiver lets another one through. */
  private freeMs(nowMs: number): number {
    this.sentMs = this.sentMs.filter((atMs) => atMs > nowMs - RATE_WINDOW_MS);
    const limit = Math.max(1, this.edges.limitOf(this.receiver));
    const oldest = this.sentMs.at(-limit);
    return oldest === undefined ? 0 : oldest + RATE_WINDOW_MS;
  }

  private async attempt(item: OutboxItem): Promise<void> {
    this.sentMs.push(this.edges.now());
    const outcome = await this.sendInTime(item.delivery);
    // Called off while stopping: nobody knows whether it arrived, so the next start repeats it.
    if (this.stopper.signal.aborted && outcome.kind === 'failed') return;
    this.note(outcome);
    if (outcome.kind === 'sent') {
      this.blockedUntilMs = 0;
      this.finish(item, { ...item, state: 'sent', doneMs: this.edges.now() });
    } else this.fail(item, outcome);
  }

  private fail(item: OutboxItem, outcome: Extract<SendOutcome, { kind: 'failed' }>): void {
    const nowMs = this.edges.now();
    const isWhole = outcome.scope === 'receiver';
    const attempts = item.attempts + 1;
    const failures = isWhole ? this.failuresInRow : attempts;
    const waitMs = backOffMs(failures, this.edges.random(), outcome.retryAfterSeconds);
    if (isWhole) this.blockedUntilMs = nowMs + waitMs;
    const nextAttemptMs = nowMs + waitMs;
    const failed = { attempts, nextAttemptMs, lastFailureMs: nowMs, lastReason: outcome.reason };
    const isOld = ({ enqueuedMs }: OutboxItem) => nowMs - enqueuedMs >= GIVE_UP_AFTER_MS;
    // What waits behind it for as long fails for the same reason.
    const others = isWhole ? this.waiting.filter((other) => other !== item && isOld(other)) : [];
    const done = { state: 'gave_up', doneMs: nowMs } as const;
    for (const other of others) {
      this.finish(other, { ...other, ...done, lastFailureMs: nowMs, lastReason: outcome.reason });
    }
    if (isOld(item)) this.finish(item, { ...item, ...failed, ...done });
    else {
      const next = { ...item, ...failed };
      this.waiting = this.waiting.map((other) => (other === item ? next : other));
      this.onDone(next);
    }
  }

  private finish(item: OutboxItem, done: OutboxItem): void {
    this.waiting = this.waiting.filter((other) => other !== item);
    this.onDone(done);
  }

  /** A sender that hears nothing of signals is not waited for either. */
  private async sendInTime(delivery: Delivery): Promise<SendOutcome> {
    const controller = new AbortController();
    const call: { off: () => void } = { off: () => undefined };
    const late = new Promise<SendOutcome>((resolve) => {
      const giveUp = (reason: string) => {
        controller.abort();
        resolve(failure(reason));
      };
      const words = `no answer within ${SEND_TIMEOUT_MS / 1_000} s`;
      const stopTimer = this.edges.startTimer(() => giveUp(words), SEND_TIMEOUT_MS);
      const onStop = () => giveUp('stopped');
      this.stopper.signal.addEventListener('abort', onStop, { once: true });
      call.off = () => {
        stopTimer();
        this.stopper.signal.removeEventListener('abort', onStop);
      };
    });
    const send = async () => this.edges.send(delivery, controller.signal);
    const sent = send().catch((error: unknown) =>
      failure(error instanceof Error ? error.message : String(error)),
    );
    const outcome = await Promise.race([sent, late]);
    call.off();
    return outcome;
  }

  /** How the receiver does. */
  status(gaveUp: number): ReceiverStatus {
    return {
      receiver: this.receiver,
      lastSuccessMs: this.lastSuccessMs,
      lastFailureMs: this.lastFailure?.atMs ?? null,
      lastFailureReason: this.lastFailure?.reason ?? null,
      failuresInRow: this.failuresInRow,
      isDead: this.deadSinceMs !== null,
      deadSinceMs: this.deadSinceMs,
      waiting: this.waiting.length,
      gaveUp,
    };
  }

  /** Calls off what is on its way. */
  async stop(): Promise<void> {
    this.stopper.abort();
    this.stopTimer?.();
    await this.sending;
  }
}
