import type { Verdict } from '../policy/policy.ts';

/** From the mildest to the most severe: what a verdict takes away from a workload. */
const SEVERITY: Readonly<Record<Verdict, number>> = { scale: 0, hold: 1, redesign: 2, stop: 3 };

/** What is published, and since when the engine has been proposing what it proposes. Epoch milliseconds. */
export interface Publication {
  readonly published: Verdict;
  readonly sinceMs: number;
  readonly proposed: Verdict;
  /** First of the consecutive grid instants that proposed it. */
  readonly proposedSinceMs: number;
  /** First of the consecutive grid instants that proposed stop or redesign; null unless this one does. */
  readonly troubledSinceMs: number | null;
  /** Whether the published stop or redesign stands only because missing evidence cannot lift it. */
  readonly keptForMissing: boolean;
}

/** A proposal on its way to being published. */
export interface Pending {
  readonly verdict: Verdict;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What one grid instant proposes. */
export interface Proposal {
  readonly proposed: Verdict;
  /** What it would propose if every missing signal still had the status it last showed. */
  readonly asLastKnown: Verdict;
}

/**
 * The published verdict after one grid instant.
 *
 * Before anything was published it is hold. A proposal is published when it has stood for its dwell;
 * hours that proposed stop count towards redesign. A published scale that is no longer proposed
 * becomes hold at once. Missing evidence never lifts a published stop or redesign: a milder proposal
 * is published only where the last known statuses would be as mild.
 * @param atMs the instant, epoch milliseconds, not before the one before
 */
export function publish(
  dwellMs: Readonly<Record<Verdict, number>>,
  { proposed, asLastKnown }: Proposal,
  before: Publication | null,
  atMs: number,
): Publication {
  const published = before?.published ?? 'hold';
  const proposedSinceMs = before?.proposed === proposed ? before.proposedSinceMs : atMs;
  const troubled = proposed === 'stop' || proposed === 'redesign';
  const next: Publication = {
    published,
    sinceMs: before?.sinceMs ?? atMs,
    proposed,
    proposedSinceMs,
    troubledSinceMs: troubled ? (before?.troubledSinceMs ?? atMs) : null,
    keptForMissing: standsForMissing(published, { proposed, asLastKnown }),
  };
  if (next.keptForMissing || proposed === published) return next;
  if (atMs - waitingSinceMs(next) >= dwellMs[proposed])
    return { ...next, published: proposed, sinceMs: atMs };
  return published === 'scale' ? { ...next, published: 'hold', sinceMs: atMs } : next;
}

/**
 * What waits to be published, from the first instant that counts to the one it will be published at if
 * it stands; null when the proposal is published already, or cannot be for missing evidence.
 */
export function pendingVerdict(
  dwellMs: Readonly<Record<Verdict, number>>,
  publication: Publication,
): Pending | null {
  if (publication.keptForMissing || publication.proposed === publication.published) return null;
  const sinceMs = waitingSinceMs(publication);
  return {
    verdict: publication.proposed,
    sinceMs,
    untilMs: sinceMs + dwellMs[publication.proposed],
  };
}

function standsForMissing(published: Verdict, { proposed, asLastKnown }: Proposal): boolean {
  if (published !== 'stop' && published !== 'redesign') return false;
  return SEVERITY[proposed] < SEVERITY[published] && SEVERITY[proposed] < SEVERITY[asLastKnown];
}

function waitingSinceMs({ proposed, proposedSinceMs, troubledSinceMs }: Publication): number {
  return proposed === 'redesign' ? (troubledSinceMs ?? proposedSinceMs) : proposedSinceMs;
}
