import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import { COST_CATEGORIES } from '../../signals/history-rows.ts';
import type { SumName } from '../../signals/measures.ts';
import type { CostByCategory, InputName, TelemetryWindow } from '../../signals/window.ts';
import { alteredWindow } from './altered-window.ts';

const instant = z.iso.datetime();

/** A day of a window, or more of the same: what signals ask of it. */
export const plainPart = z.object({
  from: instant,
  to: instant,
  /** Of the measures that were asked for, those of 0 included. */
  sums: z.record(z.string(), z.number()),
  costs_usd: z.record(z.enum(COST_CATEGORIES), z.number()),
  last_seen: z.record(z.string(), instant.nullable()),
});
export type PlainPart = z.infer<typeof plainPart>;

/** What was asked of parts, by their two ends. */
export type PartNotes = Map<string, PlainPart>;

/** A part that passes every question on and notes its answer. */
export function notingPart(part: TelemetryWindow, notes: PartNotes): TelemetryWindow {
  const { fromMs, toMs } = part;
  const key = `${fromMs} ${toMs}`;
  const noted = notes.get(key) ?? {
    from: isoTime(fromMs),
    to: isoTime(toMs),
    sums: {},
    costs_usd: { ...part.costs },
    last_seen: {},
  };
  notes.set(key, noted);
  return alteredWindow(part, {
    sum: (measure) => (noted.sums[measure] = part.sum(measure)),
    lastSeenMs: (input) => {
      const seenMs = part.lastSeenMs(input);
      noted.last_seen[input] = seenMs === null ? null : isoTime(seenMs);
      return seenMs;
    },
    part: (from, to) => notingPart(part.part(from, to), notes),
  });
}

/**
 * A recorded part as a window.
 * @param end where the parts were recorded
 * @returns throws a RangeError for a part, or a question to it, that was not recorded
 */
export function readPart(
  end: { readonly parts: readonly PlainPart[]; readonly design_effects: Record<string, number> },
  fromMs: number,
  toMs: number,
): TelemetryWindow {
  const [from, to] = [isoTime(fromMs), isoTime(toMs)];
  const plain = end.parts.find((part) => part.from === from && part.to === to);
  if (plain === undefined) throw notRecorded(`${from} to ${to}`);
  const refuse = (): never => {
    throw notRecorded(`more of ${from} to ${to}`);
  };
  const lastSeenMs = (input: InputName | `metric:${string}`): number | null => {
    const seen = plain.last_seen[input];
    if (seen === undefined) throw notRecorded(`when ${input} was last seen`);
    return seen === null ? null : Date.parse(seen);
  };
  return {
    fromMs,
    toMs,
    sum: (measure: SumName) => plain.sums[measure] ?? refuse(),
    costs: plain.costs_usd satisfies CostByCategory,
    lastSeenMs,
    designEffect: (signal) => end.design_effects[signal] ?? 1,
    part: (partFromMs, partToMs) => readPart(end, partFromMs, partToMs),
    get runMinutes() {
      return refuse();
    },
    get okMinutes() {
      return refuse();
    },
    get incidents() {
      return refuse();
    },
    get firstMs() {
      return refuse();
    },
    get quarantined() {
      return refuse();
    },
    get dataAsOf() {
      return refuse();
    },
    get drifts() {
      return refuse();
    },
    latencyHistogram: refuse,
    latencyAbove: refuse,
    latencyAtRank: refuse,
    metric: refuse,
    features: refuse,
  };
}

function notRecorded(what: string): RangeError {
  return new RangeError(`this was not recorded: ${what}`);
}
