import { formatPlural } from '../../format/number.ts';

/** What became of a replay, as the server answers it. */
export interface ReplayAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly {
    readonly id: string;
    readonly path: string;
    readonly message: string;
  }[];
}

/** A replay in words. */
export interface ReplayWords {
  readonly sentence: string;
  /** Why some are still refused: each reason once, with how many it holds for. */
  readonly reasons: readonly string[];
  readonly isGood: boolean;
}

const MAX_REASONS = 5;

/**
 * Tells what became of a replay.
 * @example tellReplay({ accepted: 2, duplicates: 0, rejected: [] }).sentence // '2 events were taken.'
 */
export function tellReplay({ accepted, duplicates, rejected }: ReplayAnswer): ReplayWords {
  const were = (count: number): string => (count === 1 ? 'was' : 'were');
  const parts = [
    accepted > 0 || (duplicates === 0 && rejected.length === 0)
      ? `${formatPlural(accepted, 'event')} ${were(accepted)} taken`
      : null,
    duplicates > 0
      ? `${formatPlural(duplicates, 'event')} had been taken before and ${were(duplicates)} not counted again`
      : null,
    rejected.length > 0
      ? `${formatPlural(rejected.length, 'event')} ${rejected.length === 1 ? 'is' : 'are'} still refused`
      : null,
  ].filter((part) => part !== null);
  const counts = new Map<string, number>();
  for (const { path, message } of rejected) {
    const reason = `${path === '' ? 'event' : path}: ${message}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([reason, count]) =>
    count === 1 ? reason : `${reason} (${formatPlural(count, 'event')})`,
  );
  const more = reasons.length - MAX_REASONS;
  return {
    sentence: `${parts.join('; ')}.`,
    reasons: [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [`and ${more} more`] : [])],
    isGood: rejected.length === 0,
  };
}
