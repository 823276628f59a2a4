import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { alertSeriesQuery, type AlertItem } from '../api/alert-queries.ts';
import { instantMs } from '../format/time.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { signalTitle, unitOf } from '../rules/tell-rule.ts';
import { tellPoint } from '../workload/tell-point.ts';
import { codePart } from '../shell/code-part.ts';
import { later } from '../shell/later.tsx';
import styles from './alert-detail.module.css';
import { buildAlertSeries, type AlertSeries } from './build-series-question.ts';
import type { Measure } from './find-measure.ts';

const AlertChart = later(
  codePart(async () => (await import('./alert-chart.tsx')).AlertChart),
  <Skeleton height="14rem" />,
);

interface AlertSeriesViewProps {
  item: AlertItem;
  measure: Measure;
  nowMs: number;
}

/** The value around the episode, with the threshold that it crossed. */
export function AlertSeriesView({ item, measure, nowMs }: AlertSeriesViewProps) {
  const series = buildAlertSeries(item, measure, nowMs);
  if (series === null || measure.signal === null) {
    return (
      <p className={styles.quiet}>There is no signal behind this alert that could be drawn.</p>
    );
  }
  return (
    <Asked item={item} measure={measure} nowMs={nowMs} series={series} signal={measure.signal} />
  );
}

interface AskedProps extends AlertSeriesViewProps {
  series: AlertSeries;
  signal: string;
}

function Asked({ item, measure, nowMs, series, signal }: AskedProps) {
  const query = useQuery({
    ...alertSeriesQuery(item.workload, series.question),
    placeholderData: keepPreviousData,
  });
  const [pointed, setPointed] = useState<number | null>(null);
  const { fromMs, toMs, stepMs } = series;
  const span = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const unit = useMemo(() => unitOf(signal), [signal]);
  const { fired_at: firedAt, resolved_at: resolvedAt, threshold } = item;
  const fired = useMemo(
    () => ({
      fromMs: instantMs(firedAt),
      toMs: resolvedAt === null ? null : instantMs(resolvedAt),
    }),
    [firedAt, resolvedAt],
  );
  const { at = null, label = '' } = (threshold === null ? null : measure.line(threshold)) ?? {};
  const line = useMemo(() => (at === null ? null : { at, label }), [at, label]);
  return (
    <Part name="The chart" query={query} skeleton={<Skeleton height="14rem" />}>
      {({ points, reason }) => {
        const shown = pointed === null ? undefined : points[pointed];
        if (points.every(({ value }) => value === null)) {
          return (
            <p className={styles.quiet}>
              No value in this time{reason === null ? '' : `: ${reason}`}.
            </p>
          );
        }
        return (
          <>
            <p className={styles.readout}>
              {shown ? tellPoint(shown, unit, stepMs, nowMs) : tellChart(signal, stepMs, at)}
            </p>
            <div className={styles.chart}>
              <AlertChart
                name={signalTitle(signal)}
                unit={unit}
                points={points}
                stepMs={stepMs}
                span={span}
                fired={fired}
                line={line}
                tell={(point) => tellPoint(point, unit, stepMs, nowMs)}
                onPoint={setPointed}
              />
            </div>
          </>
        );
      }}
    </Part>
  );
}

function tellChart(signal: string, stepMs: number, at: number | null): string {
  const minutes = stepMs / 60_000;
  const step = minutes < 60 ? `${minutes} min` : `${minutes / 60} h`;
  const line =
    at === null
      ? 'The rule compares two times, so no line can stand for it'
      : 'Shaded while it fires';
  return `${signalTitle(signal)}, in steps of ${step}. ${line}.`;
}
