import type { QueryClient } from '@tanstack/react-query';
import { alertStatusQuery, openAlertsQuery, workloadAlertsQuery } from '../api/alert-queries.ts';
import { auditQuery } from '../api/audit-queries.ts';
import { decisionsQuery, signingQuery, workloadDecisionsQuery } from '../api/decision-queries.ts';
import { gatesQuery, recordVersionQuery } from '../api/gate-queries.ts';
import { modeQuery } from '../api/mode-queries.ts';
import { peopleQuery } from '../api/people-queries.ts';
import { policiesQuery, policyUseQuery } from '../api/policy-queries.ts';
import {
  assessmentQuery,
  ingestStatusQuery,
  keysQuery,
  marksQuery,
  partsQuery,
  portfolioQuery,
  returnQuery,
  seriesQuery,
  sessionQuery,
  signalsQuery,
  verdictsQuery,
  workloadQuery,
} from '../api/queries.ts';
import { recordCheckQuery, recordsQuery } from '../api/record-queries.ts';
import { calendarQuery } from '../api/review-queries.ts';
import { rulesQuery, ruleStatsQuery } from '../api/rule-queries.ts';
import { silencesQuery } from '../api/silence-queries.ts';
import { askRecords, type RecordSearch } from '../record/record-search.ts';
import { findReturnRange, passedSpan, returnSpan } from '../return/return-lengths.ts';
import { chooseSignal } from '../workload/choose-signal.ts';
import { findRange, spanOf } from '../workload/ranges.ts';
import { peoplePart } from '../settings/people-part.ts';
import type { SettingsSearch } from '../settings/settings-search.ts';
import { chartParts, tabParts } from '../workload/tab-parts.ts';
import type { WorkloadSearch } from '../workload/workload-search.ts';

/**
 * What pages ask for, asked as soon as somebody points at a link or follows it: answers and code come at
 * the same time, and what is known and fresh is not asked again. A failure is told where the answer is
 * missed.
 */
export const ahead = {
  shell(queries: QueryClient): void {
    void queries.prefetchQuery(sessionQuery);
  },
  portfolio(queries: QueryClient): void {
    void queries.prefetchQuery(portfolioQuery);
  },
  alerts(queries: QueryClient): void {
    void queries.prefetchQuery(openAlertsQuery);
    void queries.prefetchQuery(silencesQuery);
    void queries.prefetchQuery(rulesQuery);
    void queries.prefetchQuery(alertStatusQuery);
  },
  decisions: (queries: QueryClient): void => void queries.prefetchQuery(decisionsQuery),
  rules(queries: QueryClient): void {
    void queries.prefetchQuery(rulesQuery);
    void queries.prefetchQuery(openAlertsQuery);
    void queries.prefetchQuery(ruleStatsQuery);
  },
  policies(queries: QueryClient): void {
    void queries.prefetchQuery(policiesQuery);
    void queries.prefetchQuery(policyUseQuery);
  },
  reviews: (queries: QueryClient): void => void queries.prefetchQuery(calendarQuery),
  ingest(queries: QueryClient): void {
    void queries.prefetchQuery(ingestStatusQuery);
    void queries.prefetchQuery(keysQuery);
  },
  record(queries: QueryClient, search: RecordSearch): void {
    void queries.prefetchQuery(recordCheckQuery);
    if (search.older === undefined) void queries.prefetchQuery(recordsQuery(askRecords(search)));
  },
  settings(queries: QueryClient, { tab = 'people' }: SettingsSearch): void {
    if (tab !== 'people') return;
    peoplePart.fetchAhead();
    void queries.prefetchQuery(peopleQuery);
  },
  /** @returns resolves when every answer is here or has failed */
  async workload(
    queries: QueryClient,
    id: string,
    search: WorkloadSearch,
    nowMs: number,
  ): Promise<void> {
    await Promise.all([
      queries.prefetchQuery(assessmentQuery(id)),
      queries.prefetchQuery(workloadQuery(id)),
      queries.prefetchQuery(signingQuery(id)),
      queries.prefetchQuery(modeQuery(id)),
      ...tabs[search.tab ?? 'overview'](queries, id, search, nowMs),
    ]);
  },
} as const;

type TabAhead = (
  queries: QueryClient,
  id: string,
  search: WorkloadSearch,
  nowMs: number,
) => readonly Promise<unknown>[];

/** Which signal is drawn depends on how they fare, unless the address says. */
async function askSeries(
  queries: QueryClient,
  id: string,
  { signal: chosen, range }: WorkloadSearch,
  nowMs: number,
): Promise<void> {
  const { signals } = await queries.ensureQueryData(assessmentQuery(id));
  const signal = chooseSignal(signals, chosen)?.signal;
  if (signal === undefined) return;
  const { step } = findRange(range);
  const series = seriesQuery(id, { ...spanOf(findRange(range), nowMs), signal, step });
  await Promise.all([queries.prefetchQuery(series), chartParts.signal.fetch()]);
}

const tabs: Readonly<Record<NonNullable<WorkloadSearch['tab']>, TabAhead>> = {
  overview(queries, id, search, nowMs) {
    const span = spanOf(findRange(search.range), nowMs);
    return [
      queries.prefetchQuery(verdictsQuery(id, span)),
      queries.prefetchQuery(marksQuery(id, span)),
      queries.prefetchQuery(workloadAlertsQuery(id)),
      askSeries(queries, id, search, nowMs).catch(() => undefined),
    ];
  },
  return(queries, id, search, nowMs) {
    const range = findReturnRange(search.range);
    const passed = passedSpan(range, nowMs);
    tabParts.return.fetchAhead();
    chartParts.valueCost.fetchAhead();
    chartParts.signal.fetchAhead();
    return [
      queries.prefetchQuery(returnQuery(id, returnSpan(range, nowMs))),
      queries.prefetchQuery(signalsQuery(id, range.id)),
      ...['unit_cost', 'roi'].map((signal) =>
        queries.prefetchQuery(seriesQuery(id, { ...passed, signal, step: range.step })),
      ),
      queries.prefetchQuery(marksQuery(id, passed)),
      queries.prefetchQuery(workloadAlertsQuery(id)),
    ];
  },
  readiness(queries, id) {
    tabParts.readiness.fetchAhead();
    return [queries.prefetchQuery(gatesQuery(id)), queries.prefetchQuery(recordVersionQuery(id))];
  },
  compare(queries, id, { by = 'release', over = '28d' }) {
    tabParts.compare.fetchAhead();
    return [queries.prefetchQuery(partsQuery(id, { by, window: over }))];
  },
  decisions(queries, id) {
    tabParts.decisions.fetchAhead();
    return [queries.prefetchQuery(workloadDecisionsQuery(id))];
  },
  audit(queries, id) {
    tabParts.audit.fetchAhead();
    return [queries.prefetchQuery(auditQuery(id)), queries.prefetchQuery(signalsQuery(id, '28d'))];
  },
};
