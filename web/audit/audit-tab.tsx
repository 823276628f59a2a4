import '../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { auditQuery, patternsQuery, type AuditAnswer } from '../api/audit-queries.ts';
import { signalsQuery } from '../api/queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { AuditProgressPanel } from './audit-progress-panel.tsx';
import { AuditSettingsForm } from './audit-settings-form.tsx';
import styles from './audit-tab.module.css';
import { AuditedRatePanel } from './audited-rate-panel.tsx';
import { buildAuditedRate, buildAuditFigures } from './build-audit-figures.ts';
import { PatternPanel } from './pattern-panel.tsx';
import { ReviewDesk } from './review-desk.tsx';

const RATE_WINDOW = { id: '28d', words: '28 days', weeks: 4 } as const;

/** The random audit of one workload: what waits for a reviewer, how far it is, and what it found. */
export function AuditTab({ assessment, nowMs }: { assessment: Assessment; nowMs: number }) {
  const { workload: id } = assessment;
  const audit = useQuery(auditQuery(id));
  const signals = useQuery(signalsQuery(id, RATE_WINDOW.id));
  const runs = signals.data?.totals['runs'];
  const runsAWeek = runs === undefined ? null : runs / RATE_WINDOW.weeks;
  return (
    <>
      <Part name="The audit" query={audit} skeleton={<Skeleton height="30rem" />}>
        {(known) =>
          known.settings === null ? (
            <section className={styles.off} aria-labelledby="audit-off-title">
              <h2 id="audit-off-title">This workload is not audited yet</h2>
              <p>
                A random audit is the one figure nobody can choose: a share of the runs is drawn by
                a keyed hash, people say whether each was right, and the share of errors gets an
                interval. State how much to draw and how many reviews there is time for.
              </p>
              <AuditSettingsForm id={id} settings={null} runsAWeek={runsAWeek} />
            </section>
          ) : (
            <AuditParts assessment={assessment} known={known} runsAWeek={runsAWeek} nowMs={nowMs} />
          )
        }
      </Part>
      <p className={styles.reviews}>
        <Link to="/reviews" search={{ workload: id }}>
          Business reviews of this workload
        </Link>
        : agenda, notes, actions and the next date.
      </p>
    </>
  );
}

interface AuditPartsProps {
  assessment: Assessment;
  known: AuditAnswer;
  runsAWeek: number | null;
  nowMs: number;
}

function AuditParts({ assessment, known, runsAWeek, nowMs }: AuditPartsProps) {
  const { workload: id } = assessment;
  const patterns = useQuery(patternsQuery(id));
  const signals = useQuery(signalsQuery(id, RATE_WINDOW.id));
  const find = <One extends { signal: string }>(all: readonly One[]): One | null =>
    all.find(({ signal }) => signal === 'audited_error_rate') ?? null;
  const figures = buildAuditFigures(known, nowMs);
  return (
    <div className={styles.columns}>
      <ReviewDesk
        key={id}
        id={id}
        items={known.items}
        patterns={patterns.data ?? []}
        nothingLeft={tellNothingLeft(known)}
        nowMs={nowMs}
      />
      <div className={styles.side}>
        {figures !== null && <AuditProgressPanel figures={figures} />}
        <Part name="The audited error rate" query={signals} skeleton={<Skeleton height="9rem" />}>
          {({ items }) => (
            <AuditedRatePanel
              rate={buildAuditedRate(find(items), find(assessment.signals), RATE_WINDOW.words)}
            />
          )}
        </Part>
        <Part name="The failure patterns" query={patterns} skeleton={<Skeleton height="9rem" />}>
          {(counts) => <PatternPanel id={id} patterns={counts} nowMs={nowMs} />}
        </Part>
        <details className={styles.settings}>
          <summary>How it is drawn</summary>
          <AuditSettingsForm id={id} settings={known.settings} runsAWeek={runsAWeek} />
        </details>
      </div>
    </div>
  );
}

/** Why nothing waits, and when something will. */
function tellNothingLeft({ progress }: AuditAnswer): string {
  if (progress === null || progress.drawn === 0)
    return 'No run of the last four weeks was drawn yet. Runs appear here within seconds of their telemetry.';
  return progress.kept < progress.drawn
    ? 'What there is time for by today is reviewed. More of this week’s draw is added with each day.'
    : 'Every run that was drawn is reviewed. New ones appear with the next telemetry.';
}
