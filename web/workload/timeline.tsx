import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Assessment, AssessedSignal } from '../../decisions/assessment/assessment.ts';
import { workloadAlertsQuery } from '../api/alert-queries.ts';
import { marksQuery, seriesQuery, verdictsQuery } from '../api/queries.ts';
import { instantMs } from '../format/time.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { AlertLane } from './alert-lane.tsx';
import { buildAlertStretches } from './build-alert-stretches.ts';
import { buildVerdictStrip } from './build-verdict-strip.ts';
import { LaneCursor } from './lane-cursor.tsx';
import laneStyles from './lanes.module.css';
import { MarkLane, VerdictLane } from './lanes.tsx';
import { CHART_EDGES } from './chart-inset.ts';
import { RangeControl } from './range-control.tsx';
import { findRange, spanOf } from './ranges.ts';
import { RawRuns } from './raw-runs.tsx';
import { stepOf } from './runs-step.ts';
import { SignalPicker } from './signal-picker.tsx';
import { SignalSeries } from './signal-series.tsx';
import styles from './timeline.module.css';
import type { WorkloadSearch } from './workload-search.ts';

interface TimelineProps {
  assessment: Assessment;
  signal: AssessedSignal | null;
  search: WorkloadSearch;
  nowMs: number;
}

/** Verdicts, events and one signal on one time axis, and the raw runs behind a point of it. */
export function Timeline({ assessment, signal, search, nowMs }: TimelineProps) {
  const { workload: id } = assessment;
  const navigate = useNavigate({ from: '/w/$id' });
  const range = findRange(search.range);
  const asked = spanOf(range, nowMs);
  const span = { fromMs: instantMs(asked.from), toMs: instantMs(asked.to) };
  const verdicts = useQuery(verdictsQuery(id, asked));
  const marks = useQuery(marksQuery(id, asked));
  const series = useQuery({
    ...seriesQuery(id, { ...asked, signal: signal?.signal ?? '', step: range.step }),
    enabled: signal !== null,
  });
  const alerts = useQuery(workloadAlertsQuery(id));
  const stretches = buildAlertStretches(alerts.data?.items ?? [], span, nowMs);
  const change = (next: WorkloadSearch): void =>
    void navigate({
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    });
  return (
    <section
      className={styles.timeline}
      aria-labelledby="timeline-title"
      style={CHART_EDGES as never}
    >
      <header className={styles.header}>
        <h2 id="timeline-title">Over time</h2>
        {signal !== null && (
          <SignalPicker
            signals={assessment.signals}
            chosen={signal.signal}
            onChoose={(name) => change({ signal: name })}
          />
        )}
        {signal !== null && (
          <Link to="/help" hash={signal.signal} className={styles.help} data-print="off">
            What it means
          </Link>
        )}
        <RangeControl id={id} range={range} />
      </header>
      <div className={laneStyles.lanes}>
        <Part
          name="The history of verdicts"
          query={verdicts}
          skeleton={<Skeleton height="1.5rem" />}
        >
          {({ items }) => (
            <VerdictLane
              stretches={buildVerdictStrip(
                items,
                assessment.since === null ? null : assessment.verdict,
                span,
                nowMs,
              )}
            />
          )}
        </Part>
        <Part name="The events" query={marks} skeleton={<Skeleton height="1.5rem" />}>
          {({ items }) => <MarkLane marks={items} span={span} />}
        </Part>
        <Part name="The alerts" query={alerts} skeleton={<Skeleton height="1.5rem" />}>
          {() => <AlertLane stretches={stretches} />}
        </Part>
        <LaneCursor span={span} />
      </div>
      {signal === null ? (
        <p className={styles.none}>No signal has been measured yet.</p>
      ) : (
        <Part name="The chart" query={series} skeleton={<Skeleton height="19.5rem" />}>
          {(answer) =>
            answer.signal === signal.signal ? (
              <SignalSeries
                signal={signal}
                points={answer.points}
                stepMs={range.stepMs}
                span={span}
                marks={marks.data?.items ?? []}
                alerts={stretches}
                point={search.point}
                onPoint={(point) => change({ point, until: undefined })}
                nowMs={nowMs}
              />
            ) : (
              <Skeleton height="19.5rem" />
            )
          }
        </Part>
      )}
      {search.point !== undefined && (
        <RawRuns
          id={id}
          {...stepOf(search.point, search.until, range.stepMs)}
          nowMs={nowMs}
          onClose={() => change({ point: undefined, until: undefined })}
        />
      )}
    </section>
  );
}
