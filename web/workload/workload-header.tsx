import { IconExternalLink } from '@tabler/icons-react';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { keepUnits } from '../format/keep-units.ts';
import { Explain, explained } from '../parts/explain.tsx';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import { buildWorkloadHead, type DecisionDates } from './build-workload-head.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import styles from './workload-header.module.css';

interface WorkloadHeaderProps {
  assessment: Assessment;
  /** Null while the record is not known. */
  record: WorkloadDocument | null;
  /** Null while they are not known. */
  dates: DecisionDates | null;
  nowMs: number;
}

/** The verdict in one sentence, large, and who and what it is about. */
export function WorkloadHeader({ assessment, record, dates, nowMs }: WorkloadHeaderProps) {
  const head = buildWorkloadHead(assessment, record, dates, nowMs);
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <h1 tabIndex={-1}>{head.title}</h1>
        <dl className={styles.facts}>
          {head.facts.map(({ name, value, isBad }) => (
            <div key={name + value}>
              <dt>{name}</dt>
              <dd data-bad={isBad}>{value}</dd>
            </div>
          ))}
          {record?.runbook_url !== undefined && (
            <div>
              <dt className="hidden-visually">Runbook</dt>
              <dd>
                <a href={record.runbook_url} rel="noreferrer noopener" target="_blank">
                  Runbook <IconExternalLink size={13} aria-hidden="true" />
                  <span className="hidden-visually">, opens a new window</span>
                </a>
              </dd>
            </div>
          )}
        </dl>
      </div>
      <div className={styles.verdict}>
        <Explain text={VERDICT_LOOK[assessment.verdict].meaning}>
          <VerdictBadge verdict={assessment.verdict} size="lg" />
        </Explain>
        <span className={styles.since} {...explained(head.sinceExplanation)}>
          {head.since}
        </span>
        {head.pending !== null && (
          <span className={styles.pending} {...explained(head.pending.explanation)}>
            <span aria-hidden="true">→</span>
            <span className="hidden-visually">Pending:</span>
            <VerdictWord verdict={head.pending.verdict} /> {head.pending.when}
            <progress
              className={styles.progress}
              max={1}
              value={head.pending.share}
              aria-label="Share of the waiting time that has passed"
            />
          </span>
        )}
      </div>
      <p className={styles.sentence}>{keepUnits(assessment.sentence)}</p>
    </header>
  );
}
