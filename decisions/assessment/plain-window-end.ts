import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { MEASURE_NAMES } from '../../signals/measures.ts';
import {
  type IncidentPhases,
  type InputName,
  ROW_INPUTS,
  type TelemetryWindow,
} from '../../signals/window.ts';
import { plainPart, type PartNotes } from './plain-part.ts';

const instant = z.iso.datetime();

const plainIncident = z.object({
  incident: z.string(),
  started: instant.nullable(),
  detected: instant.nullable(),
  mitigated: instant.nullable(),
  restored: instant.nullable(),
  rollback: z.boolean(),
  drill: z.boolean(),
});

/** What all windows with the same end share. */
export const plainWindowEnd = z.object({
  at: instant,
  first: instant.nullable(),
  /** When each input or reported metric was last seen; those never seen are left out. */
  last_seen: z.record(z.string(), instant),
  incidents: z.array(plainIncident),
  /** Trials of a signal that are worth one; signals with an effect of 1 are left out. */
  design_effects: z.record(z.string(), z.number()),
  parts: z.array(plainPart),
});
export type PlainWindowEnd = z.infer<typeof plainWindowEnd>;

const INPUTS: readonly (InputName | `metric:${string}`)[] = [
  ...MEASURE_NAMES,
  ...ROW_INPUTS,
  ...SIGNALS.map(({ id }) => `metric:${id}` as const),
];

/**
 * What a window's end tells, as plain data.
 * @param notes what was asked of parts of windows with that end
 */
export function recordWindowEnd(window: TelemetryWindow, notes: PartNotes): PlainWindowEnd {
  return {
    at: isoTime(window.toMs),
    first: instantOf(window.firstMs),
    last_seen: Object.fromEntries(
      INPUTS.flatMap((input) => {
        const seenMs = window.lastSeenMs(input);
        return seenMs === null ? [] : [[input, isoTime(seenMs)]];
      }),
    ),
    incidents: window.incidents.map((one) => ({
      incident: one.incident,
      started: instantOf(one.startedMs),
      detected: instantOf(one.detectedMs),
      mitigated: instantOf(one.mitigatedMs),
      restored: instantOf(one.restoredMs),
      rollback: one.rollback,
      drill: one.drill,
    })),
    design_effects: Object.fromEntries(
      SIGNALS.flatMap(({ id }) => {
        const effect = window.designEffect(id);
        return effect === 1 ? [] : [[id, effect]];
      }),
    ),
    parts: [...notes.values()],
  };
}

/** The answers of a window that its end alone tells. */
export function readEnd(
  end: PlainWindowEnd,
): Pick<TelemetryWindow, 'toMs' | 'firstMs' | 'incidents' | 'designEffect' | 'lastSeenMs'> {
  return {
    toMs: Date.parse(end.at),
    firstMs: msOf(end.first),
    incidents: end.incidents.map(readIncident),
    designEffect: (signal) => end.design_effects[signal] ?? 1,
    lastSeenMs: (input) => msOf(end.last_seen[input] ?? null),
  };
}

function readIncident(plain: z.infer<typeof plainIncident>): IncidentPhases {
  return {
    incident: plain.incident,
    startedMs: msOf(plain.started),
    detectedMs: msOf(plain.detected),
    mitigatedMs: msOf(plain.mitigated),
    restoredMs: msOf(plain.restored),
    rollback: plain.rollback,
    drill: plain.drill,
  };
}

function instantOf(atMs: number | null): string | null {
  return atMs === null ? null : isoTime(atMs);
}

function msOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
