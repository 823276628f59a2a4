import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { DAY_MS, floorTo, isoTime, MINUTE_MS } from '../../core/time.ts';
import { findMeasure } from '../alerts/find-measure.ts';
import { ApiError } from '../api/api-error.ts';
import { rulePreviewQuery, type RulePreview } from '../api/rule-preview.ts';
import type { RuleDocument } from '../api/rule-queries.ts';
import { useNow } from '../live/now.ts';
import { explained } from '../parts/explain.tsx';
import { Part, Skeleton } from '../parts/part.tsx';
import { buildPreviewView } from './build-preview-view.ts';
import styles from './preview-panel.module.css';
import { tellSelect, tellWhen } from './tell-rule.ts';

/** Typing a number takes several keys; only what it ends at is asked about. */
const SETTLE_MS = 400;
const DAYS = 30;
/** A rule that is being written is not asked about anew every minute that passes. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Status of an address that there is none of, or that only answers other questions. */
const ABSENT = new Set([404, 405]);

interface PreviewPanelProps {
  /** What is written; null: it cannot be read yet. */
  document: Readonly<Record<string, unknown>> | null;
}

/** When the rule would have fired, before it is saved. */
export function PreviewPanel({ document }: PreviewPanelProps) {
  return (
    <section className={styles.panel} aria-labelledby="preview-title">
      <h2 id="preview-title">When it would have fired</h2>
      {document === null ? (
        <p className={styles.quiet}>As soon as every field can be read, this says it.</p>
      ) : (
        <Preview document={document} />
      )}
    </section>
  );
}

/** What is written has the form of a rule; whether it is one, the server says. */
const asRule = (document: object): RuleDocument => document as RuleDocument;

function Preview({ document }: { document: Readonly<Record<string, unknown>> }) {
  const [settled] = useDebouncedValue(document, SETTLE_MS);
  const nowMs = useNow();
  const toMs = floorTo(nowMs, QUARTER_MS);
  const query = useQuery(
    rulePreviewQuery(settled, { from: isoTime(toMs - DAYS * DAY_MS), to: isoTime(toMs) }),
  );
  const rule = asRule(document);
  const isOld = settled !== document || query.isFetching;
  return (
    <>
      <p className={styles.sentence}>{tellWhen(rule)}</p>
      <p className={styles.quiet}>{tellSelect(rule.select)}.</p>
      {query.error instanceof ApiError && ABSENT.has(query.error.status) ? (
        <p className={styles.quiet}>Preview is not available.</p>
      ) : query.error instanceof ApiError && query.error.errors.length > 0 ? (
        <ul className={styles.faults}>
          {query.error.errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      ) : (
        <Part name="The preview" query={query} skeleton={<Skeleton height="10rem" />}>
          {(preview) => (
            <div className={styles.answer} aria-busy={isOld} data-old={isOld}>
              <Outcome preview={preview} rule={asRule(settled)} nowMs={nowMs} />
            </div>
          )}
        </Part>
      )}
    </>
  );
}

interface OutcomeProps {
  preview: RulePreview;
  rule: RuleDocument;
  nowMs: number;
}

function Outcome({ preview, rule, nowMs }: OutcomeProps) {
  const view = useMemo(() => {
    const { format } = findMeasure({ threshold: null }, rule);
    return buildPreviewView(preview, format, nowMs);
  }, [preview, rule, nowMs]);
  return (
    <>
      <p className={styles.headline} role="status">
        {view.headline}
      </p>
      {view.detail !== '' && <p className={styles.quiet}>{view.detail}</p>}
      <ol className={styles.lanes}>
        {view.lanes.map(({ name, words, bars }) => (
          <li key={name}>
            <p className={styles.lane}>
              <strong>{name}</strong> <span>{words}</span>
            </p>
            <div className={styles.track} role="img" aria-label={words}>
              {bars.map(({ left, width, explanation }, index) => (
                <span
                  key={index}
                  className={styles.bar}
                  style={{ left: `${left}%`, width: `${width}%` }}
                  {...explained(explanation)}
                />
              ))}
            </div>
          </li>
        ))}
      </ol>
      {view.lanes.length > 0 && (
        <p className={styles.ends} aria-hidden="true">
          <span>{DAYS} days ago</span>
          <span>now</span>
        </p>
      )}
      {preview.note !== null && <p className={styles.quiet}>{preview.note}</p>}
      {view.more > 0 && <p className={styles.quiet}>And {view.more} more workloads or parts.</p>}
      <p className={styles.quiet}>
        What fires now stands under <Link to="/alerts">Alerts</Link>.
      </p>
    </>
  );
}
