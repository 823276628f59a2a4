import type { BufferedEvent } from './write-event.ts';

/** Events that wait to be sent, the oldest first. */
export interface EventBuffer {
  readonly count: number;
  /** Adds an event; returns the ones that had to go for it. */
  add(event: BufferedEvent): BufferedEvent[];
  /** Takes the oldest ones out, at least one. */
  take(maxCount: number, maxCharacters: number): BufferedEvent[];
  /** Puts events back that were taken out, before all others; returns the ones that had to go. */
  putBack(events: readonly BufferedEvent[]): BufferedEvent[];
  all(): BufferedEvent[];
}

/**
 * A buffer that holds the newest events, within both limits; one event always fits.
 * @param maxCharacters of all lines together: so much memory, whatever the size of an event
 */
export function createEventBuffer(maxCount: number, maxCharacters: number): EventBuffer {
  let events: BufferedEvent[] = [];
  let head = 0;
  let characters = 0;
  const count = (): number => events.length - head;
  const shift = (): BufferedEvent => {
    const event = events[head] as BufferedEvent;
    head += 1;
    characters -= event.line.length;
    if (head > 1_000 && head * 2 > events.length) {
      events = events.slice(head);
      head = 0;
    }
    return event;
  };
  const shrink = (): BufferedEvent[] => {
    const gone: BufferedEvent[] = [];
    while (count() > maxCount || (characters > maxCharacters && count() > 1)) gone.push(shift());
    return gone;
  };
  return {
    get count() {
      return count();
    },
    add(event) {
      events.push(event);
      characters += event.line.length;
      return shrink();
    },
    take(most, mostCharacters) {
      const taken: BufferedEvent[] = [];
      let size = 0;
      while (count() > 0 && taken.length < most) {
        size += (events[head] as BufferedEvent).line.length;
        if (taken.length > 0 && size > mostCharacters) break;
        taken.push(shift());
      }
      return taken;
    },
    putBack(back) {
      events = [...back, ...events.slice(head)];
      head = 0;
      for (const { line } of back) characters += line.length;
      return shrink();
    },
    all: () => events.slice(head),
  };
}
