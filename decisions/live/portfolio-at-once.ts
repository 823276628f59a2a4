import { inTurns } from '../../store/take-turns.ts';
import type { AssessedItem } from '../assessment/build-portfolio-item.ts';
import type { PortfolioItem } from '../assessment/portfolio.ts';
import type { LiveReplays } from './live-replays.ts';
import { datedLine, type Kept } from './portfolio-lines.ts';
import type { Replayed, Subject } from './replays.ts';

/** Lines of the portfolio as they are known. */
export interface KnownLines {
  readonly items: PortfolioItem[];
  /** Workloads of which something came that their line lacks. */
  readonly behind: readonly string[];
}

/** What known lines are made from. */
interface KnownLinesParts {
  readonly live: LiveReplays;
  readonly lines: Kept<AssessedItem>;
  /** A workload's line as it was before the start; null where none is known. */
  readonly lineBefore: (workload: string) => PortfolioItem | null;
  readonly subjectOf: (id: string) => Subject;
  readonly now: () => number;
}

/** Lines made at a time: a few milliseconds. */
export const LINES_A_TURN = 8;

/**
 * Lines as they are known, without waiting for telemetry that is still to be worked in. Only those of
 * workloads of which nothing recent is known, by this start or the one before, are waited for.
 */
export async function portfolioAtOnce(
  { live, lines, lineBefore, subjectOf, now }: KnownLinesParts,
  ids: readonly string[],
): Promise<KnownLines> {
  const known = new Map<string, PortfolioItem>();
  const add = (found: Replayed): void =>
    void known.set(found.workload.id, datedLine(lines.of(found), found, now()));
  for (const id of ids) {
    const line = live.knows(id) ? null : lineBefore(id);
    if (line !== null) known.set(id, datedLine(line, subjectOf(id), now()));
  }
  const recent = ids.flatMap((id) => live.recent(id) ?? []);
  const behind = recent.map(({ workload }) => workload.id).filter((id) => live.isBehind(id));
  for (const found of recent) if (lines.isMade(found)) add(found);
  await inTurns(
    recent.filter(({ workload }) => !known.has(workload.id)),
    add,
    LINES_A_TURN,
  );
  await live.each(
    ids.filter((id) => !known.has(id)),
    add,
  );
  return { items: ids.flatMap((id) => known.get(id) ?? []), behind };
}
