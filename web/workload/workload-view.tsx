import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { ModePanel } from '../mode/mode-panel.tsx';
import { Skeleton } from '../parts/part.tsx';
import { tabParts } from './tab-parts.ts';
import { later } from '../shell/later.tsx';
import type { DecisionDates } from './build-workload-head.ts';
import { OverviewTab } from './overview-tab.tsx';
import { WorkloadHeader } from './workload-header.tsx';
import type { WorkloadSearch } from './workload-search.ts';
import { WorkloadTabs } from './workload-tabs.tsx';

const PLACE = <Skeleton height="32rem" />;

const ReturnTab = later(tabParts.return, PLACE);

const ReadinessTab = later(tabParts.readiness, PLACE);

const CompareTab = later(tabParts.compare, PLACE);

const DecisionsTab = later(tabParts.decisions, PLACE);

const AuditTab = later(tabParts.audit, PLACE);

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
    </>
  );
}
