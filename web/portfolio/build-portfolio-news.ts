import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { daysUntil, formatAgo, formatAhead, formatInstant, instantMs } from '../format/time.ts';

/** A change of verdict, past or to come, of one workload. */
export interface VerdictNews {
  readonly id: string;
  readonly title: string;
  /** Null where there was none before. */
  readonly from: Verdict | null;
  readonly to: Verdict;
  readonly when: string;
  readonly explanation: string;
}

export interface DueNews {
  readonly id: string;
  readonly title: string;
  readonly when: string;
  readonly isOverdue: boolean;
}

export interface PortfolioNews {
  readonly changed: readonly VerdictNews[];
  readonly coming: readonly VerdictNews[];
  readonly due: readonly DueNews[];
}

const WEEK_MS = 7 * 86_400_000;
/** Decisions due within these days are worth a line. */
const DUE_SOON_DAYS = 14;

function buildChanged(items: readonly PortfolioItem[], nowMs: number): VerdictNews[] {
  return items
    .flatMap((item) => {
      if (item.since === null || item.verdict === item.verdict_week_ago) return [];
      const sinceMs = instantMs(item.since);
      return nowMs - sinceMs > WEEK_MS ? [] : [{ item, sinceMs }];
    })
    .toSorted((a, b) => b.sinceMs - a.sinceMs)
    .map(({ item, sinceMs }) => ({
      id: item.workload,
      title: item.title,
      from: item.verdict_week_ago,
      to: item.verdict,
      when: formatAgo(sinceMs, nowMs),
      explanation: `Published ${formatInstant(sinceMs)}`,
    }));
}

function buildComing(items: readonly PortfolioItem[], nowMs: number): VerdictNews[] {
  return items
    .flatMap((item) => (item.pending === null ? [] : [{ item, pending: item.pending }]))
    .toSorted((a, b) => instantMs(a.pending.until) - instantMs(b.pending.until))
    .map(({ item, pending }) => ({
      id: item.workload,
      title: item.title,
      from: item.verdict,
      to: pending.verdict,
      when: formatAhead(instantMs(pending.until), nowMs),
      explanation: `Published ${formatInstant(instantMs(pending.until))}, if it is proposed until then`,
    }));
}

function buildDue(items: readonly PortfolioItem[], nowMs: number): DueNews[] {
  return items
    .flatMap((item) => {
      if (item.decision_due === null) return [];
      const days = daysUntil(item.decision_due, nowMs);
      return item.overdue || days <= DUE_SOON_DAYS ? [{ item, days }] : [];
    })
    .toSorted((a, b) => a.days - b.days)
    .map(({ item, days }) => {
      const isOverdue = item.overdue || days < 0;
      const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
      const when = isOverdue ? `overdue ${count}` : days === 0 ? 'due today' : `due in ${count}`;
      return { id: item.workload, title: item.title, when, isOverdue };
    });
}

/** What changed in the last seven days, what is about to change, and which decisions are due. */
export function buildPortfolioNews(items: readonly PortfolioItem[], nowMs: number): PortfolioNews {
  return {
    changed: buildChanged(items, nowMs),
    coming: buildComing(items, nowMs),
    due: buildDue(items, nowMs),
  };
}
