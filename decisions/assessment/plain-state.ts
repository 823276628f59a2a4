import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import type { EngineState } from '../engine/step.ts';
import { VERDICTS } from '../policy/policy.ts';
import { SIGNAL_STATUSES } from './assessment.ts';

const instant = z.iso.datetime();
const status = z.enum(SIGNAL_STATUSES);
const verdict = z.enum(VERDICTS);

/** What the engine carries from one grid instant to the next, as plain data. */
export const plainState = z.object({
  at: instant,
  published: verdict,
  since: instant,
  proposed: verdict,
  proposed_since: instant,
  troubled_since: instant.nullable(),
  kept_for_missing: z.boolean(),
  signals: z.record(z.string(), z.object({ status, known: status, failed_at: instant.nullable() })),
});
export type PlainState = z.infer<typeof plainState>;

/** An engine's state as plain data. */
export function recordState(state: EngineState): PlainState {
  return {
    at: isoTime(state.atMs),
    published: state.published,
    since: isoTime(state.sinceMs),
    proposed: state.proposed,
    proposed_since: isoTime(state.proposedSinceMs),
    troubled_since: state.troubledSinceMs === null ? null : isoTime(state.troubledSinceMs),
    kept_for_missing: state.keptForMissing,
    signals: Object.fromEntries(
      Object.entries(state.signals).map(([signal, { failedMs, ...rest }]) => [
        signal,
        { ...rest, failed_at: failedMs === null ? null : isoTime(failedMs) },
      ]),
    ),
  };
}

/** The state that {@link recordState} recorded. */
export function readPlainState(plain: PlainState): EngineState {
  return {
    atMs: Date.parse(plain.at),
    published: plain.published,
    sinceMs: Date.parse(plain.since),
    proposed: plain.proposed,
    proposedSinceMs: Date.parse(plain.proposed_since),
    troubledSinceMs: plain.troubled_since === null ? null : Date.parse(plain.troubled_since),
    keptForMissing: plain.kept_for_missing,
    signals: Object.fromEntries(
      Object.entries(plain.signals).map(([signal, { failed_at, ...rest }]) => [
        signal,
        { ...rest, failedMs: failed_at === null ? null : Date.parse(failed_at) },
      ]),
    ),
  };
}
