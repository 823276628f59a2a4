import type { AlertLog, AlertLogEntry, AlertLogKind } from '../../alerts/alert-log.ts';
import { deliveryKey, type Delivery, type NoticeEvent } from '../../alerts/people/notice.ts';
import type { ToldAlert } from '../../alerts/people/told-alert.ts';
import { alertOf, NOON_MS } from './people-world.ts';

/** A log in memory whose content outlives what wrote it. */
export class MemoryLog implements AlertLog {
  readonly kept = new Map<string, AlertLogEntry>();
  /** Asked before each append; may throw or never answer. */
  before: (entries: readonly AlertLogEntry[]) => Promise<void> = () => Promise.resolve();

  async append(entries: readonly AlertLogEntry[]): Promise<void> {
    await this.before(entries);
    for (const entry of entries) {
      const key = `${entry.kind} ${entry.id}`;
      if (entry.document === null) this.kept.delete(key);
      else this.kept.set(key, JSON.parse(JSON.stringify(entry)) as AlertLogEntry);
    }
  }

  load(kind: AlertLogKind): Promise<Map<string, unknown>> {
    const found = [...this.kept.values()].filter((entry) => entry.kind === kind);
    return Promise.resolve(new Map(found.map(({ id, document }) => [id, document])));
  }
}

/** A clock that stands still until it is moved. */
export class StoodClock {
  nowMs = NOON_MS;
  private timers: { atMs: number; run: () => void }[] = [];
  /** How many calls are on their way: the clock waits for them. */
  busy = 0;

  readonly now = (): number => this.nowMs;
  readonly startTimer = (run: () => void, ms: number): (() => void) => {
    const timer = { atMs: this.nowMs + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    for (let idle = 0; idle < 5;) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      idle = this.busy > 0 ? 0 : idle + 1;
    }
  }

  /** Moves on, from one timer to the next. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (;;) {
      await this.settle();
      const next = Math.min(...this.timers.map(({ atMs }) => atMs));
      if (next > endMs) break;
      this.nowMs = Math.max(this.nowMs, next);
      const due = this.timers.filter(({ atMs }) => atMs <= this.nowMs);
      this.timers = this.timers.filter((timer) => !due.includes(timer));
      for (const { run } of due) run();
    }
    this.nowMs = endMs;
  }

  /** Work that the clock waits for. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work;
    } finally {
      this.busy -= 1;
    }
  }
}

/** A delivery of one alert. */
export function deliveryOf(
  id: string,
  event: NoticeEvent = 'fire',
  changes: { receiver?: string; alert?: Partial<ToldAlert>; sequence?: number } = {},
): Delivery {
  const { receiver = 'ops', sequence = event === 'fire' ? 1 : 2 } = changes;
  const over = event === 'resolve' ? { resolvedMs: NOON_MS + 60_000 } : {};
  const alert = alertOf({ id, ...over, ...changes.alert });
  const notices = [{ event, sequence, note: null, alert }];
  const key = deliveryKey(receiver, notices);
  return { key, receiver, groupLabels: {}, plannedMs: NOON_MS, notices };
}
