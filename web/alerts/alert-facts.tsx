import { Link } from '@tanstack/react-router';
import type { AlertItem } from '../api/alert-queries.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { tellActor } from '../policies/tell-actor.ts';
import styles from './alert-detail.module.css';
import type { AlertRow } from './build-alert-row.ts';
import { tellEnd } from './build-alert-story.ts';
import { tellSeconds } from './build-alert-report.ts';

/** Longest address that is shown whole. */
const MAX_ADDRESS = 60;

const shortAddress = (address: string): string =>
  address.length > MAX_ADDRESS ? `${address.slice(0, MAX_ADDRESS)}…` : address;

/** What one has to know about an alert before one acts. */
export function AlertFacts({ item, row }: { item: AlertItem; row: AlertRow }) {
  const labels = Object.entries(item.labels).filter(
    ([name]) => !['rule', 'workload', item.by?.dimension].includes(name),
  );
  const { assignee } = item.response;
  return (
    <dl className={styles.facts}>
      <dt>{item.resolved_at === null ? 'Firing for' : 'Fired for'}</dt>
      <dd {...explained(row.ageExplanation)}>
        {row.age}, since {formatInstant(row.firedMs)}
      </dd>
      {item.resolved_at !== null && (
        <>
          <dt>Ended</dt>
          <dd>
            {formatInstant(instantMs(item.resolved_at))}. {tellEnd(item.reason)}
          </dd>
        </>
      )}
      <dt>Workload</dt>
      <dd>
        <Link to="/w/$id" params={{ id: item.workload }}>
          {item.workload}
        </Link>
        {row.part !== null && `, ${row.part}`}
      </dd>
      <dt>Owner</dt>
      <dd>
        {item.owner ?? 'The rule names none'}
        {assignee !== null && `; assigned to ${tellActor(assignee)}`}
      </dd>
      <dt>Runbook</dt>
      <dd>
        {row.runbook === null ? (
          'The rule names none'
        ) : (
          <a href={row.runbook} target="_blank" rel="noreferrer">
            {shortAddress(row.runbook)}
          </a>
        )}
      </dd>
      <dt>Rule</dt>
      <dd>
        <Link to="/rules" search={{ rule: item.rule }}>
          {item.rule}
        </Link>
        , version {item.rule_version}
      </dd>
      {item.seconds_to_acknowledge !== null && (
        <>
          <dt>Acknowledged</dt>
          <dd>after {tellSeconds(item.seconds_to_acknowledge)}</dd>
        </>
      )}
      {labels.length > 0 && (
        <>
          <dt>Labels</dt>
          <dd>{labels.map(([name, value]) => `${name}: ${value}`).join(', ')}</dd>
        </>
      )}
    </dl>
  );
}
