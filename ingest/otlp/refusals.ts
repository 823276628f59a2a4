import type { Refused } from './encode-answer.ts';

/** Counts what is refused and keeps the first reason of each kind. */
export interface Refusals {
  /** @param reason follows the record's kind: `states no time` */
  refuse(reason: string, count?: number): void;
  /** Notes what is wrong with a record that is taken all the same. */
  warn(reason: string): void;
  result(): Refused;
}

/** More kinds than that in one answer help nobody. */
const MAX_REASONS = 5;

/** @param what one record, as the sender is told: `span` */
export function createRefusals(what: string): Refusals {
  const reasons = new Map<string, number>();
  let total = 0;
  const add = (reason: string, count: number): void => {
    if (reasons.has(reason) || reasons.size < MAX_REASONS) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    }
  };
  return {
    refuse(reason, count = 1) {
      total += count;
      add(`a ${what} ${reason}`, count);
    },
    warn: (reason) => add(reason, 1),
    result() {
      const parts = [...reasons].map(([reason, count]) => `${reason} (${count})`);
      return { count: total, message: parts.join('; ') };
    },
  };
}
