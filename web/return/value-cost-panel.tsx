import { useMemo, useState } from 'react';
import { DAY_MS, floorTo } from '../../core/time.ts';
import type { ReturnDay } from '../../signals/return.ts';
import { formatShare, formatUsd, formatUsdExact, NOTHING } from '../format/number.ts';
import { Explain } from '../parts/explain.tsx';
import { Skeleton } from '../parts/part.tsx';
import { AlertLane } from '../workload/alert-lane.tsx';
import type { AlertStretch } from '../workload/build-alert-stretches.ts';
import { CHART_EDGES } from '../workload/chart-inset.ts';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import { chartParts } from '../workload/tab-parts.ts';
import { later } from '../shell/later.tsx';
import type { ReturnTotals } from './build-return-totals.ts';
import { COST_LOOK } from './cost-words.ts';
import { dayMiddleMs, tellDay } from './build-value-cost-chart.ts';
import { useOpenRuns } from './use-open-runs.ts';
import styles from './value-cost-panel.module.css';

const ValueCostChart = later(chartParts.valueCost, <Skeleton height="17rem" />);

interface ValueCostPanelProps {
  days: readonly ReturnDay[];
  totals: ReturnTotals;
  span: StripSpan;
  /** Alerts, on a lane above the chart and marked in it. */
  alerts: readonly AlertStretch[];
  markMs: readonly number[];
  nowMs: number;
}

/** Value over full cost by day, and what the cost is made of. */
export function ValueCostPanel({ days, totals, span, alerts, markMs, nowMs }: ValueCostPanelProps) {
  const openRuns = useOpenRuns();
  const [pointed, setPointed] = useState<number | null>(null);
  const shown = pointed === null ? undefined : days[pointed];
  const categories = useMemo(() => totals.categories.map(({ category }) => category), [totals]);
  return (
    <section className={styles.panel} aria-labelledby="value-cost-title">
      <div className={styles.main}>
        <h2 id="value-cost-title">Value and full cost by day</h2>
        {totals.days === 0 ? (
          <p className={styles.none}>Neither value nor cost has been measured in this time.</p>
        ) : (
          <>
            <p className={styles.readout}>
              {shown
                ? tellDay(shown, nowMs)
                : 'USD a day (UTC). The line is value, the bars are full cost; a gap is a day that nobody measured. Click a day for its raw runs.'}
            </p>
            <div className={styles.lanes} style={CHART_EDGES as never}>
              <AlertLane stretches={alerts} />
            </div>
            <ValueCostChart
              days={days}
              categories={categories}
              span={span}
              nowMs={nowMs}
              markMs={markMs}
              tell={(index) => {
                const day = days[index];
                return day ? tellDay(day, nowMs) : 'no day';
              }}
              onPoint={setPointed}
              onChoose={(index) => {
                const day = days[index];
                if (day) openRuns({ fromMs: floorTo(dayMiddleMs(day), DAY_MS), stepMs: DAY_MS });
              }}
            />
          </>
        )}
      </div>
      <Breakdown totals={totals} />
    </section>
  );
}

function Breakdown({ totals: { value, cost, net, categories } }: { totals: ReturnTotals }) {
  return (
    <table className={styles.breakdown}>
      <caption className="hidden-visually">Value, and full cost by category</caption>
      <thead>
        <tr>
          <th scope="col">Sum</th>
          <th scope="col" data-align="right">
            USD
          </th>
          <th scope="col" data-align="right">
            Of cost
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            <span className={styles.line} aria-hidden="true" />
            Value
          </th>
          <td data-align="right">
            <Amount usd={value.usd} />
          </td>
          <td />
        </tr>
        {categories.map(({ category, usd, share }) => {
          const { name, meaning, token } = COST_LOOK[category];
          return (
            <tr key={category}>
              <th scope="row">
                <span
                  className={styles.swatch}
                  style={{ background: `var(${token})` }}
                  aria-hidden="true"
                />
                <Explain text={meaning}>{name}</Explain>
              </th>
              <td data-align="right">
                <Amount usd={usd} />
              </td>
              <td data-align="right" className={styles.share}>
                {usd === null ? 'not priced' : formatShare(share)}
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Full cost</th>
          <td data-align="right">
            <Amount usd={cost.usd} />
          </td>
          <td />
        </tr>
        <tr>
          <th scope="row">Value less cost</th>
          <td data-align="right">
            <Amount usd={net.usd} />
          </td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

function Amount({ usd }: { usd: number | null }) {
  return usd === null ? (
    <span className={styles.unknown}>
      {NOTHING}
      <span className="hidden-visually"> not known</span>
    </span>
  ) : (
    <Explain text={`Exactly\t${formatUsdExact(usd)}`}>{formatUsd(usd)}</Explain>
  );
}
