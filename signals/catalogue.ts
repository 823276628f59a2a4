import type { SignalEntry } from './catalogue-entry.ts';
import { ECONOMICS_SIGNALS } from './catalogue/economics.ts';
import { INPUT_SIGNALS } from './catalogue/inputs.ts';
import { OPERATIONS_SIGNALS } from './catalogue/operations.ts';
import { VALUE_SIGNALS } from './catalogue/value.ts';

/** Every signal, by axis in the order people read them. Adding a signal is adding an entry. */
export const SIGNALS: readonly SignalEntry[] = [
  ...VALUE_SIGNALS,
  ...OPERATIONS_SIGNALS,
  ...INPUT_SIGNALS,
  ...ECONOMICS_SIGNALS,
].map((entry) => ({ ...entry, link: `docs/signals.md#${entry.id}` }));

/** Every signal by its id. */
export const SIGNALS_BY_ID: ReadonlyMap<string, SignalEntry> = new Map(
  SIGNALS.map((entry) => [entry.id, entry]),
);

/**
 * The catalogue's entry of a signal.
 * @param id e.g. `roi`; throws a RangeError when the catalogue has no such signal
 * @example signalEntry('roi').axis // 'economics'
 */
export function signalEntry(id: string): SignalEntry {
  const entry = SIGNALS_BY_ID.get(id);
  if (entry === undefined) throw new RangeError(`no signal is called ${JSON.stringify(id)}`);
  return entry;
}
