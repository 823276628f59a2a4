import type { Episode } from '../alerts/episode/episode.ts';
import type { PortfolioItem } from '../decisions/assessment/portfolio.ts';
import { exposureOfMode } from '../decisions/effect/effective-mode.ts';
import type { Services } from './context.ts';
import { waitingDecision, type DescribingParts } from './describe-decisions.ts';

type PortfolioParts = Pick<Services, 'alerts' | 'assessor' | 'catchUp' | 'effect'> &
  DescribingParts;

/**
 * Lines of the portfolio, as they are known; what came since is worked in after the answer. Of a past
 * instant it is not looked up how many alerts fired, what held and what waited for signatures then.
 * @param atMs epoch milliseconds; null: now
 */
export async function readPortfolio(
  parts: PortfolioParts,
  ids: readonly string[],
  atMs: number | null,
): Promise<PortfolioItem[]> {
  const { alerts, assessor, catchUp, effect } = parts;
  if (atMs !== null) return assessor.portfolio(ids, atMs);
  const { items, behind } = await assessor.portfolioAtOnce(ids);
  catchUp.ask(behind);
  const firing = countOpen(alerts.engine.open());
  return items.map((item) => ({
    ...item,
    ...modeOf(item, effect),
    alerts: firing.get(item.workload) ?? 0,
    awaiting: waitingDecision(parts, item.workload)?.id ?? null,
  }));
}

function modeOf(
  item: PortfolioItem,
  { modes }: Services['effect'],
): Pick<PortfolioItem, 'mode' | 'exposure'> {
  const state = modes.get(item.workload);
  if (state === null) return { mode: null, exposure: item.exposure };
  const { effective, document } = state;
  const { mode, percent, heldBy } = effective;
  const held = document.holds.find(({ id }) => heldBy.includes(id))?.reason ?? null;
  const isUnstated = document.base.source === 'unstated' && mode === 'live';
  return {
    mode: { mode, percent, held },
    exposure: isUnstated ? null : exposureOfMode(effective),
  };
}

/** Open alerts by workload. */
function countOpen(open: readonly Episode[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { workload } of open) counts.set(workload, (counts.get(workload) ?? 0) + 1);
  return counts;
}
