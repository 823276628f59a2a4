import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { RELEASE_DIMENSIONS } from '../../signals/history-rows.ts';
import type { FeatureReference, TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';
import { alteredWindow } from './altered-window.ts';
import { notingPart, type PartNotes } from './plain-part.ts';
import { plainWindow, readPlainWindow, recordWindow } from './plain-window.ts';
import { plainWindowEnd, recordWindowEnd } from './plain-window-end.ts';

/** As much of a workload's telemetry as one instant is assessed from, as plain data. */
export const plainHistory = z.object({
  /** The latest release, model or prompt version that took over by then; earlier ones decide nothing. */
  release_change: z
    .object({ at: z.iso.datetime(), dimension: z.enum(RELEASE_DIMENSIONS), value: z.string() })
    .nullable(),
  end: plainWindowEnd,
  windows: z.array(plainWindow),
});
export type PlainHistory = z.infer<typeof plainHistory>;

/** What was asked of the windows that end at one instant. */
interface Notes {
  readonly windows: Map<number, TelemetryWindow>;
  readonly references: Map<string, FeatureReference | null>;
  readonly parts: PartNotes;
}

/**
 * The windows that something asks of a history, as plain data.
 * @param history all of the workload's telemetry
 * @param atMs the instant all asked windows end at: on the hour, or the history's end
 * @param ask asks of the history it is given what a reader of the plain data will ask again
 */
export function recordHistory(
  history: TelemetryHistory,
  atMs: number,
  ask: (noting: TelemetryHistory) => void,
): PlainHistory {
  const notes: Notes = { windows: new Map(), references: new Map(), parts: new Map() };
  ask({
    ...history,
    window: (fromMs, toMs) => {
      const window = history.window(fromMs, toMs);
      notes.windows.set(fromMs, window);
      return notingWindow(window, notes);
    },
  });
  const change = history.releaseChanges.findLast((one) => one.atMs <= atMs);
  return {
    release_change:
      change === undefined
        ? null
        : { at: isoTime(change.atMs), dimension: change.dimension, value: change.value },
    end: recordWindowEnd(history.window(atMs, atMs), notes.parts),
    windows: [...notes.windows.values()].map((window) =>
      recordWindow(window, [...notes.references.values()]),
    ),
  };
}

function notingWindow(window: TelemetryWindow, { references, parts }: Notes): TelemetryWindow {
  return alteredWindow(window, {
    features: (reference) => {
      references.set(JSON.stringify(reference), reference);
      return window.features(reference);
    },
    part: (fromMs, toMs) => notingPart(window.part(fromMs, toMs), parts),
  });
}

/**
 * A history that holds the recorded windows and no other.
 * @returns `window` throws a RangeError for one that was not recorded
 */
export function readPlainHistory(plain: PlainHistory): TelemetryHistory {
  const { end, release_change: change } = plain;
  const endMs = Date.parse(end.at);
  const windows = new Map(
    plain.windows.map((window) => [Date.parse(window.from), readPlainWindow(window, end)]),
  );
  return {
    firstMs: end.first === null ? null : Date.parse(end.first),
    endMs,
    window: (fromMs, toMs) => {
      const window = toMs === endMs ? windows.get(fromMs) : undefined;
      if (window === undefined)
        throw new RangeError(`this window was not recorded: ${fromMs} to ${toMs}`);
      return window;
    },
    releaseChanges: change === null ? [] : [{ ...change, atMs: Date.parse(change.at) }],
  };
}
