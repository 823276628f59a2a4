import type { Verdict } from '../../../decisions/policy/policy.ts';

/** A stretch of a slider's track that gives one verdict. Positions in percent of the track. */
export interface TrackStretch {
  readonly verdict: Verdict;
  readonly from: number;
  readonly width: number;
}

/**
 * What a slider's track would propose from its first stop to its last.
 * @param verdicts one for each stop, at least one
 * @example buildVerdictTrack(['stop', 'hold', 'hold']) // [{ verdict: 'stop', from: 0, width: 25 }, { verdict: 'hold', from: 25, width: 75 }]
 */
export function buildVerdictTrack(verdicts: readonly Verdict[]): readonly TrackStretch[] {
  const stretches: { verdict: Verdict; first: number; last: number }[] = [];
  verdicts.forEach((verdict, index) => {
    const open = stretches.at(-1);
    if (open?.verdict === verdict) open.last = index;
    else stretches.push({ verdict, first: index, last: index });
  });
  const most = verdicts.length - 1;
  // A stop stands for what lies nearer to it than to its neighbours.
  const edge = (index: number): number =>
    most === 0 ? (index < 0 ? 0 : 100) : Math.max(0, Math.min(100, ((index + 0.5) / most) * 100));
  return stretches.map(({ verdict, first, last }) => ({
    verdict,
    from: edge(first - 1),
    width: edge(last) - edge(first - 1),
  }));
}

/**
 * The nearest stop at which another verdict begins, seen from one; null where none does.
 * @example findTurn(['stop', 'hold', 'hold', 'scale'], 1) // { index: 0, verdict: 'stop' }
 */
export function findTurn(
  verdicts: readonly Verdict[],
  at: number,
): { readonly index: number; readonly verdict: Verdict } | null {
  for (let distance = 1; distance < verdicts.length; distance++) {
    for (const index of [at - distance, at + distance]) {
      const verdict = verdicts[index];
      if (verdict !== undefined && verdict !== verdicts[at]) return { index, verdict };
    }
  }
  return null;
}
