import { episodeKey, type Episode } from './episode.ts';

/** One time that an alert stood in the way of scale; epoch milliseconds. */
export interface BlockingSpan {
  readonly rule: string;
  readonly fromMs: number;
  /** Null while it fires. */
  readonly toMs: number | null;
}

/** Which alerts that block scale fired when, by workload. */
export interface BlockingAlerts {
  /** Takes in episodes that began, changed or ended. */
  note(episodes: readonly Episode[]): void;
  /** Of one workload, ascending; the same array as long as nothing changed. */
  of(workload: string): readonly BlockingSpan[];
}

const NONE: readonly BlockingSpan[] = [];

/** Remembers the episodes of rules that block scale, and nothing of all others. */
export function createBlockingAlerts(): BlockingAlerts {
  const spans = new Map<string, Map<string, BlockingSpan>>();
  const listed = new Map<string, readonly BlockingSpan[]>();
  return {
    note(episodes) {
      for (const one of episodes) {
        if (!one.blocksScale) continue;
        const { workload, rule, firedMs: fromMs, resolvedMs: toMs } = one;
        let own = spans.get(workload);
        if (own === undefined) spans.set(workload, (own = new Map<string, BlockingSpan>()));
        const before = own.get(episodeKey(one));
        if (before !== undefined && before.toMs === toMs) continue;
        own.set(episodeKey(one), { rule, fromMs, toMs });
        listed.set(
          workload,
          [...own.values()].sort((a, b) => a.fromMs - b.fromMs),
        );
      }
    },
    of: (workload) => listed.get(workload) ?? NONE,
  };
}
