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
  const windowMs = windowStart(atMs, evidenceMs);
  const release = restarts.releases.findLast((change) => change.atMs <= atMs);
  const limitMs = restarts.limitChangesMs.findLast((changeMs) => changeMs <= atMs);
  const releaseMs = startedAt(release?.atMs, atMs);
  const changedMs = startedAt(limitMs, atMs);
  const failedMs = startedAt(restarts.failedMs ?? undefined, atMs);
  if (failedMs > Math.max(windowMs, releaseMs, changedMs)) {
    return { sinceMs: failedMs, cause: 'failure', change: null };
  }
  if (changedMs > Math.max(windowMs, releaseMs)) {
    return { sinceMs: changedMs, cause: 'limit', change: null };
  }
  return release !== undefined && releaseMs > windowMs
    ? { sinceMs: releaseMs, cause: 'release', change: release }
    : { sinceMs: windowMs, cause: 'window', change: null };
}

/** The first full hour after a change, at most the instant; never where there was none. */
function startedAt(changeMs: number | undefined, atMs: number): number {
  return changeMs === undefined ? -Infinity : Math.min(atMs, ceilTo(changeMs, HOUR_MS));
}
