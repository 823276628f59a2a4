import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import type { SignalItem } from '../../signals/series.ts';
import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import { marksQuery, seriesQuery, type Span } from '../api/queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import type { StripSpan } from '../workload/build-verdict-strip.ts';
import type { ChartSignal } from '../workload/build-signal-chart.ts';
import { tellPoint } from '../workload/tell-point.ts';
import { chartParts } from '../workload/tab-parts.ts';
import { later } from '../shell/later.tsx';
import { buildTrendWords } from './build-trend-words.ts';
import styles from './trend-panel.module.css';
import { useOpenRuns } from './use-open-runs.ts';

const SignalChart = later(chartParts.signal, <Skeleton height="17rem" />);

interface TrendPanelProps {
  id: string;
  /** The signal over the whole span; null while it is not known. */
  item: SignalItem | null;
  /** How it moves a week, where that is a signal of its own. */
  trend: SignalItem | null;
  rule: Pick<AssessedSignal, 'limit' | 'better'>;
  title: string;
  asked: Span;
  stepMs: number;
  step: string;
  /** Alerts to mark, epoch milliseconds. */
  alertMs: readonly number[];
  nowMs: number;
}

/** One signal of the return over time with the interval of each step, and where it is heading. */
export function TrendPanel(props: TrendPanelProps) {
  const { id, item, trend, rule, title, asked, stepMs, step, alertMs, nowMs } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const signal = item?.signal ?? '';
  const series = useQuery({
    ...seriesQuery(id, { ...asked, signal, step }),
    enabled: item !== null,
  });
  const marks = useQuery(marksQuery(id, asked)).data?.items;
  const markMs = useMemo(
    () => [...(marks?.map(({ at }) => Date.parse(at)) ?? []), ...alertMs],
    [marks, alertMs],
  );
  const openRuns = useOpenRuns();
  const span = useMemo<StripSpan>(
    () => ({ fromMs: Date.parse(asked.from), toMs: Date.parse(asked.to) }),
    [asked.from, asked.to],
  );
  const unit = item?.unit ?? '';
  const chart = useMemo<ChartSignal>(
    () => ({ signal, unit, limit: rule.limit, better: rule.better }),
    [signal, unit, rule.limit, rule.better],
  );
  const words = buildTrendWords(item, trend);
  const titleId = useId();
  return (
    <section className={styles.panel} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <Part name={title} query={series} skeleton={<Skeleton height="19rem" />}>
        {({ points }) => {
          if (!points.some(({ value }) => value !== null)) {
            return <p className={styles.none}>{item?.reason ?? 'No value in this time.'}</p>;
          }
          const shown = pointed === null ? undefined : points[pointed];
          return (
            <>
              <p className={styles.readout}>
                {shown ? tellPoint(shown, chart, stepMs, nowMs) : words}
              </p>
              <SignalChart
                signal={chart}
                title={title}
                points={points}
                stepMs={stepMs}
                span={span}
                markMs={markMs}
                tell={(point) => tellPoint(point, chart, stepMs, nowMs)}
                onPoint={setPointed}
                onChoose={(index) => {
                  const at = points[index]?.at;
                  if (at !== undefined) openRuns({ fromMs: Date.parse(at), stepMs });
                }}
              />
            </>
          );
        }}
      </Part>
    </section>
  );
}
