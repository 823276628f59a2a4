import { ceilTo, HOUR_MS } from '../../core/time.ts';
import type { ReleaseChange } from '../../signals/history-rows.ts';
import { windowStart } from './windows-at.ts';

/** Where a signal's evidence begins at an instant, and why not earlier. */
export interface EvidenceStart {
  readonly sinceMs: number;
  readonly cause: 'window' | 'release' | 'limit' | 'failure';
  /** The release, model or prompt version that restarted it; null for other causes. */
  readonly change: ReleaseChange | null;
}

/** Instants at which evidence on one signal starts anew; each list ascending, epoch milliseconds. */
export interface EvidenceRestarts {
  readonly releases: readonly ReleaseChange[];
  readonly limitChangesMs: readonly number[];
  /** The last grid instant at which the signal failed; null if it never did. */
  readonly failedMs: number | null;
}

/**
 * Where evidence begins: the window's length back, or at the latest change of release or limit or
 * the last hour in which the signal failed, whichever is later. Telemetry is kept by the hour, so a
 * change inside an hour counts from the next; what changed after the instant does not count yet.
 * @param atMs the instant, epoch milliseconds
 * @param evidenceMs length of the evidence window
 * @returns `sinceMs` ≤ atMs; equal to it where evidence is still empty
 */
export function evidenceStart(
  atMs: number,
  evidenceMs: number,
  restarts: EvidenceRestarts,
): EvidenceStart {
  let start: EvidenceStart = {
    sinceMs: windowStart(atMs, evidenceMs),
    cause: 'window',
    change: null,
  };
  const take = (
    changeMs: number,
    cause: EvidenceStart['cause'],
    change: ReleaseChange | null,
  ): void => {
    const sinceMs = Math.min(atMs, ceilTo(changeMs, HOUR_MS));
    if (sinceMs > start.sinceMs) start = { sinceMs, cause, change };
  };
  const release = restarts.releases.findLast((change) => change.atMs <= atMs);
  if (release !== undefined) take(release.atMs, 'release', release);
  const limitMs = restarts.limitChangesMs.findLast((changeMs) => changeMs <= atMs);
  if (limitMs !== undefined) take(limitMs, 'limit', null);
  if (restarts.failedMs !== null) take(restarts.failedMs, 'failure', null);
  return start;
}
