import { useMemo, useState } from 'react';
import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import type { SeriesPoint } from '../../signals/series.ts';
import type { Mark } from '../api/queries.ts';
import { instantMs } from '../format/time.ts';
import { unitWords } from '../format/unit.ts';
import { Skeleton } from '../parts/part.tsx';
import type { AlertStretch } from './build-alert-stretches.ts';
import { chartParts } from './tab-parts.ts';
import { later } from '../shell/later.tsx';
import type { StripSpan } from './build-verdict-strip.ts';
import { tellPoint } from './tell-point.ts';
import styles from './timeline.module.css';

const SignalChart = later(chartParts.signal, <Skeleton height="17rem" />);

interface SignalSeriesProps {
  signal: AssessedSignal;
  points: readonly SeriesPoint[];
  stepMs: number;
  span: StripSpan;
  marks: readonly Mark[];
  /** Alerts, where they began. */
  alerts: readonly Pick<AlertStretch, 'fromMs'>[];
  /** Start of the step whose runs are listed. */
  point: string | undefined;
  onPoint: (at: string) => void;
  nowMs: number;
}

/** One signal over time, with the step that is pointed at read out above it. */
export function SignalSeries(props: SignalSeriesProps) {
  const { signal, points, stepMs, span, marks, alerts, point, onPoint, nowMs } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const markMs = useMemo(
    () => [...marks.map(({ at }) => instantMs(at)), ...alerts.map(({ fromMs }) => fromMs)],
    [marks, alerts],
  );
  const isMeasured = points.some(({ value }) => value !== null);
  if (!isMeasured) {
    return (
      <p className={styles.none}>
        {signal.title}: no value in this time. {signal.state === 'ok' ? '' : signal.reason}
      </p>
    );
  }
  const shown = pointed === null ? undefined : points[pointed];
  const chosen = points.findIndex(
    ({ at }) => point !== undefined && instantMs(at) === instantMs(point),
  );
  return (
    <>
      <p className={styles.readout}>
        {shown
          ? tellPoint(shown, signal, stepMs, nowMs)
          : `${signal.title}, ${unitWords(signal)}. The band is the interval of each step; click a step for its raw runs.`}
      </p>
      <SignalChart
        signal={signal}
        title={signal.title}
        points={points}
        stepMs={stepMs}
        span={span}
        markMs={markMs}
        tell={(one) => tellPoint(one, signal, stepMs, nowMs)}
        chosen={chosen === -1 ? null : chosen}
        onPoint={setPointed}
        onChoose={(index) => {
          const at = points[index]?.at;
          if (at !== undefined) onPoint(at);
        }}
      />
    </>
  );
}
