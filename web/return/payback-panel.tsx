import { useMemo, useState } from 'react';
import { DAY_MS, floorTo } from '../../core/time.ts';
import type { ReturnOverTime } from '../../signals/return.ts';
import { formatDay, instantMs } from '../format/time.ts';
import { Skeleton } from '../parts/part.tsx';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import { chartParts } from '../workload/tab-parts.ts';
import { later } from '../shell/later.tsx';
import { buildPaybackLine, PAYBACK_UNKNOWN, tellPayback } from './build-payback-line.ts';
import styles from './trend-panel.module.css';
import { useOpenRuns } from './use-open-runs.ts';

const PaybackChart = later(chartParts.payback, <Skeleton height="17rem" />);

interface PaybackPanelProps {
  answer: ReturnOverTime;
  span: StripSpan;
  /** Alerts to mark, epoch milliseconds. */
  markMs: readonly number[];
  nowMs: number;
}

/** Whether what was earned since the start has paid for what was spent. */
export function PaybackPanel({ answer, span, markMs, nowMs }: PaybackPanelProps) {
  const openRuns = useOpenRuns();
  const [pointed, setPointed] = useState<number | null>(null);
  const points = useMemo(() => buildPaybackLine(answer, nowMs), [answer, nowMs]);
  const shown = pointed === null ? undefined : points[pointed];
  const { payback } = answer;
  return (
    <section className={styles.panel} aria-labelledby="payback-title">
      <h2 id="payback-title">Payback</h2>
      {payback === null ? (
        <p className={styles.none}>{PAYBACK_UNKNOWN}</p>
      ) : (
        <>
          <p className={styles.readout}>
            {shown
              ? tellPayback(shown, nowMs)
              : `Value less full cost, summed up since ${formatDay(instantMs(payback.since), nowMs)}. It has paid back once it stays above the line.`}
          </p>
          <PaybackChart
            points={points}
            span={span}
            markMs={markMs}
            tell={(index) => {
              const point = points[index];
              return point ? tellPayback(point, nowMs) : 'no day';
            }}
            onPoint={setPointed}
            onChoose={(index) => {
              const point = points[index];
              if (point) openRuns({ fromMs: floorTo(point.atMs, DAY_MS), stepMs: DAY_MS });
            }}
          />
        </>
      )}
    </section>
  );
}
