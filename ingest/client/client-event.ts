import type { WireEvent, WireEventOf } from '../../core/event.ts';

/** What the client fills in where it is absent. */
type FilledIn<Event> = Event extends WireEvent
  ? Omit<Event, 'workload' | 'ts'> & {
      readonly workload?: string | null | undefined;
      readonly ts?: string | number | Date | null | undefined;
    }
  : never;

/** An event of any kind, as an application sends it. */
export type ClientEvent = FilledIn<WireEvent>;

/** A run, as an application sends it. */
export type ClientRun = Omit<FilledIn<WireEventOf<'run'>>, 'kind'>;
