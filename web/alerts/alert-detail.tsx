import { IconPlayerPause, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import {
  alertQuery,
  type AlertDetailItem,
  type AlertItem,
  type AlertTelling,
} from '../api/alert-queries.ts';
import type { RuleDocument } from '../api/rule-queries.ts';
import type { Silence } from '../../alerts/labels/silence.ts';
import { ApiError } from '../api/api-error.ts';
import { explained } from '../parts/explain.tsx';
import { Part, Skeleton } from '../parts/part.tsx';
import { ActNews, AlertActs, type AskedAct } from './alert-acts.tsx';
import { AlertFacts } from './alert-facts.tsx';
import styles from './alert-detail.module.css';
import { AlertMarks } from './alert-marks.tsx';
import { AlertSeriesView } from './alert-series.tsx';
import { AlertTellingView } from './alert-telling.tsx';
import { AlertTimeline } from './alert-timeline.tsx';
import { buildAlertRow } from './build-alert-row.ts';
import { findMeasure } from './find-measure.ts';
import { SeverityMark } from './severity-mark.tsx';
import { markSilenced } from './silences/mark-silenced.ts';
import { silenceOf } from './silences/silenced-alerts.ts';
import type { ActOutcome } from './tell-outcome.ts';
import { useAlertActs } from './use-alert-acts.ts';

/** Stands in while only the list is known; nothing of it is shown. */
const NOT_READ: AlertTelling = { told: [], next: null, held: null };

interface AlertDetailProps {
  id: string;
  /** As a list knows it; undefined where none does. */
  listed: AlertItem | undefined;
  rules: readonly RuleDocument[] | undefined;
  /** Those that are not over. */
  silences: readonly Silence[];
  nowMs: number;
  /** Whether it was asked for just now, so that focus belongs here. */
  takesFocus: boolean;
  onClose: () => void;
}

/** One alert: what is wrong, since when, what to do, and who did what. */
export function AlertDetail(props: AlertDetailProps) {
  const { id, listed, rules, silences, nowMs, takesFocus, onClose } = props;
  const query = useQuery({
    ...alertQuery(id),
    ...(listed === undefined ? {} : { placeholderData: { ...listed, ...NOT_READ } }),
  });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus) panel.current?.focus();
  }, [takesFocus]);
  const isGone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label="The alert"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <button type="button" className={styles.close} onClick={onClose}>
        <IconX size={18} aria-hidden="true" />
        <span className="hidden-visually">Back to the list</span>
      </button>
      {isGone ? (
        <p>There is no alert “{id}”. It may be too long ago.</p>
      ) : (
        <Part name="The alert" query={query} skeleton={<Skeleton height="24rem" />}>
          {(item) => (
            <Known
              item={item}
              telling={query.isPlaceholderData ? null : item}
              silence={silenceOf(item, silences, nowMs)}
              rules={rules}
              nowMs={nowMs}
            />
          )}
        </Part>
      )}
    </section>
  );
}

interface KnownProps {
  item: AlertDetailItem;
  /** Null while it is not known. */
  telling: AlertTelling | null;
  silence: Silence | null;
  rules: readonly RuleDocument[] | undefined;
  nowMs: number;
}

function Known({ item, telling, silence, rules, nowMs }: KnownProps) {
  const rule = rules?.find(({ id }) => id === item.rule);
  const row = markSilenced(buildAlertRow(item, rule, nowMs), silence, nowMs);
  const measure = findMeasure(item, rule);
  return (
    <>
      <header className={styles.head}>
        <p className={styles.marks}>
          <SeverityMark severity={row.severity} />
          <AlertMarks marks={row.marks} />
        </p>
        <h2>{row.title}</h2>
        {row.summary !== null && <p className={styles.summary}>{row.summary}</p>}
      </header>
      <DetailActs item={item} />
      <p className={styles.now} {...explained(row.valueExplanation)}>
        <strong>{row.value}</strong>
        {row.threshold !== '' && `, fires ${row.threshold}`}
      </p>
      {rules === undefined ? (
        <Skeleton height="14rem" />
      ) : (
        <AlertSeriesView key={item.id} item={item} measure={measure} nowMs={nowMs} />
      )}
      <AlertFacts item={item} row={row} />
      {item.description !== '' && <p className={styles.description}>{item.description}</p>}
      <h3>Who was told</h3>
      <AlertTellingView telling={telling} isOver={item.resolved_at !== null} nowMs={nowMs} />
      <h3>What happened</h3>
      <AlertTimeline item={item} nowMs={nowMs} />
    </>
  );
}

function withoutOf({ response, resolved_at: resolved }: AlertItem): readonly AskedAct[] {
  if (response.state === 'closed') return ['acknowledge', 'snooze', 'silence', 'assign', 'close'];
  if (resolved !== null) return ['acknowledge', 'snooze', 'silence', 'assign'];
  return response.acknowledged_at === null ? [] : ['acknowledge'];
}

function DetailActs({ item }: { item: AlertItem }) {
  const [asked, setAsked] = useState<AskedAct | null>(null);
  const [outcome, setOutcome] = useState<ActOutcome | null>(null);
  function finish(known: ActOutcome): void {
    setAsked(null);
    setOutcome(known);
  }
  const acts = useAlertActs(finish);
  return (
    <div className={styles.acts} data-print="off">
      <AlertActs
        targets={[item.id]}
        asked={asked}
        without={withoutOf(item)}
        isPending={acts.isPending}
        onAsk={setAsked}
        onSilenced={finish}
        onSend={(act) =>
          acts.mutate({
            targets: [{ id: item.id, name: `${item.title} on ${item.workload}` }],
            act,
          })
        }
      />
      {item.resolved_at === null && (
        <Link to="/w/$id" params={{ id: item.workload }} hash="mode" className={styles.pause}>
          <IconPlayerPause size={15} aria-hidden="true" />
          Pause workload…
        </Link>
      )}
      <ActNews outcome={outcome} onAway={() => setOutcome(null)} />
    </div>
  );
}
