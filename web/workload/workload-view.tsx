import { lazy, Suspense } from 'react';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { ModePanel } from '../mode/mode-panel.tsx';
import { Skeleton } from '../parts/part.tsx';
import { reach } from '../shell/reach.ts';
import type { DecisionDates } from './build-workload-head.ts';
import { OverviewTab } from './overview-tab.tsx';
import { WorkloadHeader } from './workload-header.tsx';
import type { WorkloadSearch } from './workload-search.ts';
import { WorkloadTabs } from './workload-tabs.tsx';

const ReturnTab = lazy(async () => ({
  default: (await reach(() => import('../return/return-tab.tsx'))).ReturnTab,
}));

const ReadinessTab = lazy(async () => ({
  default: (await reach(() => import('../readiness/readiness-tab.tsx'))).ReadinessTab,
}));

const CompareTab = lazy(async () => ({
  default: (await reach(() => import('../compare/compare-tab.tsx'))).CompareTab,
}));

const DecisionsTab = lazy(async () => ({
  default: (await reach(() => import('../decisions/decisions-tab.tsx'))).DecisionsTab,
}));

const AuditTab = lazy(async () => ({
  default: (await reach(() => import('../audit/audit-tab.tsx'))).AuditTab,
}));

interface WorkloadViewProps {
  assessment: Assessment;
  record: WorkloadDocument | null;
  dates: DecisionDates | null;
  search: WorkloadSearch;
  nowMs: number;
}

/** The verdict first, then the part of the page that the address names. */
export function WorkloadView({ assessment, record, dates, search, nowMs }: WorkloadViewProps) {
  const shown = search.tab ?? 'overview';
  return (
    <>
      <WorkloadHeader assessment={assessment} record={record} dates={dates} nowMs={nowMs} />
      <ModePanel key={assessment.workload} id={assessment.workload} search={search} nowMs={nowMs} />
      <WorkloadTabs id={assessment.workload} shown={shown} />
      <Suspense fallback={<Skeleton height="32rem" />}>
        {shown === 'overview' && (
          <OverviewTab assessment={assessment} search={search} nowMs={nowMs} />
        )}
        {shown === 'compare' && (
          // What one workload answered must not stand in while another's answer is on its way.
          <CompareTab
            key={assessment.workload}
            id={assessment.workload}
            search={search}
            nowMs={nowMs}
          />
        )}
        {shown === 'readiness' && (
          <ReadinessTab
            key={assessment.workload}
            id={assessment.workload}
            search={search}
            nowMs={nowMs}
          />
        )}
        {shown === 'decisions' && (
          <DecisionsTab
            key={assessment.workload}
            assessment={assessment}
            record={record}
            nowMs={nowMs}
          />
        )}
        {shown === 'return' && <ReturnTab assessment={assessment} search={search} nowMs={nowMs} />}
        {shown === 'audit' && <AuditTab assessment={assessment} nowMs={nowMs} />}
      </Suspense>
    </>
  );
}
