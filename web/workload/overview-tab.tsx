import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { AxesStrip } from './axes-strip.tsx';
import { BasisPanel } from './basis-panel.tsx';
import { chooseSignal } from './choose-signal.ts';
import { ChangePanel } from './change-panel.tsx';
import { PlaybookPanel } from './playbook-panel.tsx';
import { SignalTable } from './signal-table.tsx';
import { Timeline } from './timeline.tsx';
import styles from './workload-page.module.css';
import type { WorkloadSearch } from './workload-search.ts';

interface OverviewTabProps {
  assessment: Assessment;
  search: WorkloadSearch;
  nowMs: number;
}

/** What the verdict is made of, then the way on. */
export function OverviewTab({ assessment, search, nowMs }: OverviewTabProps) {
  const signal = chooseSignal(assessment.signals, search.signal);
  return (
    <>
      <AxesStrip axes={assessment.axes} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Timeline assessment={assessment} signal={signal} search={search} nowMs={nowMs} />
        </div>
        <div className={styles.side}>
          <ChangePanel assessment={assessment} />
          <PlaybookPanel playbook={assessment.playbook} />
        </div>
      </div>
      <SignalTable
        assessment={assessment}
        chosen={signal?.signal ?? null}
        search={search}
        nowMs={nowMs}
      />
      <div className={styles.basis}>
        <BasisPanel assessment={assessment} />
      </div>
    </>
  );
}
