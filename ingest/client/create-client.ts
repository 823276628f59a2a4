import type { ClientEdges, Timer } from './client-edges.ts';
import type { Bellwether, BellwetherOptions, DroppedEvent } from './client-interface.ts';
import { createReport } from './client-report.ts';
import { readSettings } from './client-settings.ts';
import { createDelivery, requestOf } from './delivery.ts';
import { createEventBuffer } from './event-buffer.ts';
import { createFlushes } from './flushes.ts';
import { writeEvent, type BufferedEvent } from './write-event.ts';

const MAX_EVENT_CHARACTERS = 1_000_000;
const MAX_BUFFER_CHARACTERS = 32_000_000;
const FLUSH_TIMEOUT_MS = 10_000;
/** Beyond it a timer would run at once. */
const MAX_TIMEOUT_MS = 2_147_483_647;
/** Sent at the very end: as much as one request of the server takes. */
const MAX_EXIT_EVENTS = 5_000;

/** Options as they are now, even where an application without types hands in something else. */
function copyOf(options: BellwetherOptions): Partial<BellwetherOptions> {
  try {
    return { ...options };
  } catch {
    // Getters that throw: then nothing is configured, and that is told.
    return {};
  }
}

/** A client on edges of one's own; `createBellwether` has the real ones. */
export function createClient(options: BellwetherOptions, edges: ClientEdges): Bellwether {
  const stated = copyOf(options);
  const settings = readSettings(stated);
  const report = createReport(stated, edges.warn);
  const { endpoint, bufferLimit, exitTimeoutMs } = settings;
  const buffer = createEventBuffer(bufferLimit, MAX_BUFFER_CHARACTERS);
  let timer: Timer | null = null;
  let closing: Promise<boolean> | null = null;
  let added = 0;
  let overflowed = 0;
  let addedAtLastTry = -1;

  const open = (): number => buffer.count + (delivery?.underWay.length ?? 0);
  const overflow = (events: readonly BufferedEvent[]): void => {
    overflowed += events.length;
    for (const event of events) report.dropped('buffer_full', event);
  };
  const flushes = createFlushes(edges.startTimer, () => ({ settled: added - open(), overflowed }));
  const delivery =
    endpoint &&
    createDelivery(endpoint, settings, edges, buffer, report, () => flushes.check(), overflow);
  const send = (isUrgent: boolean): void => {
    timer?.cancel();
    timer = null;
    delivery?.start(isUrgent);
  };

  function drop(reason: DroppedEvent['reason'], event: BufferedEvent | null): null {
    report.dropped(reason, event);
    return null;
  }

  function take(value: unknown, kind: string | null): string | null {
    const defaults = {
      id: edges.randomId(),
      nowMs: edges.now(),
      workload: settings.workload,
      kind,
    };
    const event = writeEvent(value, defaults);
    if (!event) {
      report.problem('an event can not be written as JSON');
      return drop('not_json', null);
    }
    if (!delivery) {
      report.problem('no usable url and key: events are dropped');
      return drop('not_configured', event);
    }
    if (closing) return drop('closed', event);
    if (event.line.length > MAX_EVENT_CHARACTERS) return drop('too_large', event);
    added += 1;
    overflow(buffer.add(event));
    // While requests fail, what comes waits with the rest for the next attempt.
    if (buffer.count === settings.batchSize) send(false);
    else timer ??= edges.startTimer(() => send(false), settings.flushIntervalMs);
    return event.id;
  }

  async function flush(timeoutMs: unknown): Promise<boolean> {
    if (!delivery) return true;
    const stated = typeof timeoutMs === 'number' && timeoutMs >= 0 ? timeoutMs : FLUSH_TIMEOUT_MS;
    const limitMs = Math.min(MAX_TIMEOUT_MS, stated);
    delivery.keepAlive(true);
    send(true);
    const isDone = await flushes.until(added, limitMs);
    delivery.keepAlive(flushes.count > 0);
    return isDone;
  }

  async function close(timeoutMs: unknown): Promise<boolean> {
    const isDone = await flush(timeoutMs);
    unwatch();
    timer?.cancel();
    await delivery?.stop();
    for (const event of buffer.take(Infinity, Infinity)) report.dropped('closed', event);
    return isDone;
  }

  const unwatch = edges.watchProcessEnd({
    onIdle() {
      if (open() === 0 || addedAtLastTry === added) return;
      addedAtLastTry = added;
      void flush(exitTimeoutMs).then((isDone) => {
        if (!isDone) delivery?.abort();
      });
    },
    onExit() {
      // What an idle process has just tried in vain is not tried again.
      if (!endpoint || open() === 0 || addedAtLastTry === added || exitTimeoutMs === 0) return;
      const left = [...(delivery?.underWay ?? []), ...buffer.all()].slice(0, MAX_EXIT_EVENTS);
      edges.postAtExit([requestOf(endpoint, left, exitTimeoutMs)], exitTimeoutMs);
    },
  });

  return {
    run: (event) => take(event, 'run'),
    send: (event) => take(event, null),
    flush: (timeoutMs) => flush(timeoutMs),
    close: (timeoutMs) => (closing ??= close(timeoutMs)),
    stats: () => ({ buffered: open(), ...report.counts }),
  };
}
