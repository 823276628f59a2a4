import { z } from 'zod';
import { durationMs, durationText } from '../../core/duration.ts';
import { DAY_MS } from '../../core/time.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';

/** The longest window of a rule. */
export const MAX_WINDOW_MS = 28 * DAY_MS;

/** A duration of whole minutes in a range in milliseconds, both ends included. */
export const minutes = (atLeastMs: number, atMostMs: number) =>
  durationText.refine(
    (text) => {
      const ms = /^\d{1,5}[smhd]$/.test(text) ? durationMs(text) : NaN;
      return ms % 60_000 === 0 && ms >= atLeastMs && ms <= atMostMs;
    },
    {
      error: `expected whole minutes, at least ${atLeastMs / 60_000}m and at most ${atMostMs / 60_000}m`,
    },
  );

/** The id of a signal of the catalogue. */
export const signalId = z
  .string()
  .max(128)
  .refine((id) => SIGNALS_BY_ID.has(id), { error: 'there is no such signal' });
/** Over how long a number is found. */
export const window = minutes(60_000, MAX_WINDOW_MS);
/** Trials below which there is no number. */
export const minSamples = z.number().int().min(1).max(1e9);
