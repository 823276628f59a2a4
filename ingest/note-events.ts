import type { WireEvent } from '../core/event.ts';

/** An event of a request as it is told on: what it says, not yet fit for anybody's eyes. */
export type NotedEvent =
  | {
      readonly kind: 'accepted';
      readonly id: string;
      readonly tsMs: number;
      readonly event: WireEvent;
    }
  | {
      readonly kind: 'rejected';
      /** Of its row in the quarantine. */
      readonly id: string;
      /** As JSON; undefined where it is none. */
      readonly value: unknown;
      readonly path: string;
      readonly message: string;
    };

/** A few events of a request that is safe on disk by now. */
export interface TakenNews {
  readonly receivedAtMs: number;
  readonly keyId: string;
  readonly events: readonly NotedEvent[];
}

/** So that watching costs nothing a batch of ten thousand would feel. */
export const MAX_NOTED = 5;

/** Gathers the first events of a request. */
export interface EventNotes {
  readonly events: readonly NotedEvent[];
  /** @returns whether an event of this sort would still be kept */
  wants(kind: NotedEvent['kind']): boolean;
  add(event: NotedEvent): void;
}

/**
 * Keeps the first events up to MAX_NOTED; a rejected one takes the place of an accepted one.
 * @param wantsAccepted false where so many requests come that only what is refused is news
 */
export function createEventNotes(wantsAccepted = true): EventNotes {
  const events: NotedEvent[] = [];
  let rejected = 0;
  return {
    events,
    wants: (kind) =>
      kind === 'rejected' ? rejected < MAX_NOTED : wantsAccepted && events.length < MAX_NOTED,
    add(event) {
      if (event.kind === 'rejected') rejected += 1;
      if (events.length < MAX_NOTED) events.push(event);
      else {
        const place = events.findLastIndex(({ kind }) => kind === 'accepted');
        if (place >= 0) events.splice(place, 1, event);
      }
    },
  };
}
