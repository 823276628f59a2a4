import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { ReturnOverTime } from '../../signals/return.ts';
import type { SignalItem } from '../../signals/series.ts';
import { workloadAlertsQuery } from '../api/alert-queries.ts';
import { returnQuery, signalsQuery, type Span } from '../api/queries.ts';
import { instantMs } from '../format/time.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { buildAlertStretches } from '../workload/build-alert-stretches.ts';
import type { WorkloadSearch } from '../workload/workload-search.ts';
import { codePart } from '../shell/code-part.ts';
import { later } from '../shell/later.tsx';
import { AdoptionPanel } from './adoption-panel.tsx';
import { BudgetPanel } from './budget-panel.tsx';
import { buildAdoptionFunnel } from './build-adoption-funnel.ts';
import { buildReturnFigures } from './build-return-figures.ts';
import { buildReturnTotals } from './build-return-totals.ts';
import { PaybackPanel } from './payback-panel.tsx';
import { ReturnLengthControl } from './return-length-control.tsx';
import { findReturnRange, passedSpan, returnSpan, type ReturnRange } from './return-lengths.ts';
import { RunsDialog } from './runs-dialog.tsx';
import { useOpenRuns } from './use-open-runs.ts';
import { useSettled } from './use-settled.ts';
import { stepOf } from '../workload/runs-step.ts';
import { DAY_MS } from '../../core/time.ts';
import { ReturnStrip } from './return-strip.tsx';
import styles from './return-tab.module.css';
import { TrendPanel } from './trend-panel.tsx';
import { ValueCostPanel } from './value-cost-panel.tsx';

const WhatIfPanel = later(
  codePart(async () => (await import('./what-if/what-if-panel.tsx')).WhatIfPanel),
  <Skeleton height="30rem" />,
);

interface ReturnTabProps {
  assessment: Assessment;
  search: WorkloadSearch;
  nowMs: number;
}

/** What a workload brings, what it costs, where that is heading, and what would turn its verdict. */
export function ReturnTab({ assessment, search, nowMs }: ReturnTabProps) {
  const { workload: id } = assessment;
  const range = findReturnRange(search.range);
  const asked = returnSpan(range, nowMs);
  const openRuns = useOpenRuns();
  const answer = useQuery(returnQuery(id, asked));
  const signals = useQuery(signalsQuery(id, range.id));
  const isSettled = useSettled(!answer.isPending && !signals.isPending);
  return (
    <>
      <header className={styles.header}>
        <ReturnLengthControl id={id} range={range} />
        <a href="#what-if" className={styles.jump} data-print="off">
          What would turn the verdict <span aria-hidden="true">↓</span>
        </a>
      </header>
      <Part name="The return" query={answer} skeleton={<Skeleton height="32rem" />}>
        {(known) => (
          <ReturnParts
            assessment={assessment}
            answer={known}
            signals={signals}
            range={range}
            asked={asked}
            nowMs={nowMs}
          />
        )}
      </Part>
      {search.point !== undefined && (
        <RunsDialog
          id={id}
          {...stepOf(search.point, search.until, DAY_MS)}
          nowMs={nowMs}
          onClose={() => openRuns(null)}
        />
      )}
      <div className={styles.whatIf} id="what-if">
        {isSettled ? (
          <WhatIfPanel id={id} supposed={search.if} nowMs={nowMs} />
        ) : (
          <Skeleton height="30rem" />
        )}
      </div>
    </>
  );
}

interface ReturnPartsProps {
  assessment: Assessment;
  answer: ReturnOverTime;
  /** Every signal over the range. */
  signals: UseQueryResult<{ readonly items: readonly SignalItem[] }>;
  range: ReturnRange;
  asked: Span;
  nowMs: number;
}

function ReturnParts({ assessment, answer, signals, range, asked, nowMs }: ReturnPartsProps) {
  const { workload: id } = assessment;
  const totals = useMemo(() => buildReturnTotals(answer.days), [answer]);
  const span = useMemo(
    () => ({ fromMs: instantMs(asked.from), toMs: instantMs(asked.to) }),
    [asked.from, asked.to],
  );
  const alerts = useQuery(workloadAlertsQuery(id)).data?.items;
  const stretches = useMemo(
    () => buildAlertStretches(alerts ?? [], span, nowMs),
    [alerts, span, nowMs],
  );
  const alertMs = useMemo(() => stretches.map(({ fromMs }) => fromMs), [stretches]);
  const rule = (name: string) => {
    const found = assessment.signals.find(({ signal }) => signal === name);
    return { limit: found?.limit ?? null, better: found?.better ?? 'lower' };
  };
  const trend = {
    id,
    asked: passedSpan(range, nowMs),
    step: range.step,
    stepMs: range.stepMs,
    alertMs,
    nowMs,
  };
  return (
    <div className={styles.parts}>
      <ReturnStrip
        figures={buildReturnFigures({
          answer,
          totals,
          roi: find(signals.data?.items ?? [], 'roi'),
          span: range.words,
          nowMs,
        })}
      />
      <ValueCostPanel
        days={answer.days}
        totals={totals}
        span={span}
        alerts={stretches}
        markMs={alertMs}
        nowMs={nowMs}
      />
      <div className={styles.pair}>
        <Part name="Unit cost" query={signals} skeleton={<Skeleton height="22rem" />}>
          {({ items }) => (
            <TrendPanel
              {...trend}
              title="Unit cost"
              item={find(items, 'unit_cost')}
              trend={find(items, 'unit_cost_trend')}
              rule={rule('unit_cost')}
            />
          )}
        </Part>
        <Part name="Return on cost" query={signals} skeleton={<Skeleton height="22rem" />}>
          {({ items }) => (
            <TrendPanel
              {...trend}
              title="Return on cost"
              item={find(items, 'roi')}
              trend={null}
              rule={rule('roi')}
            />
          )}
        </Part>
      </div>
      <div className={styles.pair}>
        <PaybackPanel answer={answer} span={span} markMs={alertMs} nowMs={nowMs} />
        <div className={styles.stack}>
          <Part name="Adoption" query={signals} skeleton={<Skeleton height="16rem" />}>
            {({ items }) => (
              <AdoptionPanel
                steps={buildAdoptionFunnel(
                  totals,
                  find(items, 'adoption_rate'),
                  find(items, 'acceptance_rate'),
                  range.words,
                )}
              />
            )}
          </Part>
          <BudgetPanel month={answer.month} nowMs={nowMs} />
        </div>
      </div>
    </div>
  );
}

function find(items: readonly SignalItem[], name: string): SignalItem | null {
  return items.find(({ signal }) => signal === name) ?? null;
}
