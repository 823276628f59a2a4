import { IconCheck, IconExternalLink, IconX } from '@tabler/icons-react';
import type { GateApprover, GateItem, GateSignature } from '../../decisions/gates/gate-item.ts';
import { tellChanged } from '../../decisions/gates/signed-members.ts';
import { formatCalendarDay } from '../format/time.ts';
import styles from './gate-detail.module.css';
import { RevokeButton } from './revoke-button.tsx';
import { SignForm } from './sign-form.tsx';

/** What proves a gate, what is missing, who has to sign, and the form for whoever may. */
export function GateDetail({ id, item, nowMs }: { id: string; item: GateItem; nowMs: number }) {
  const yours = item.approvers.filter(({ may_sign }) => may_sign);
  const day = (instant: string): string => formatCalendarDay(instant.slice(0, 10), nowMs);
  return (
    <div className={styles.detail}>
      <p className={styles.proof}>{item.proof}</p>
      {item.state === 'passed' ? (
        <p>{item.evidence}</p>
      ) : (
        <ul className={styles.missing} aria-label="What is missing">
          {item.missing.map((line) => (
            <li key={line}>
              <IconX size={14} aria-hidden="true" /> {line}
            </li>
          ))}
        </ul>
      )}
      {item.approvers.length > 0 && (
        <ul className={styles.approvers} aria-label="Who signs">
          {item.approvers.map((one) => (
            <li key={one.capacity}>
              <span className={styles.capacity}>{one.capacity}</span>
              <Approver one={one} day={day} />
            </li>
          ))}
        </ul>
      )}
      {item.signatures.length > 0 && (
        <ul className={styles.signatures} aria-label="Signatures">
          {item.signatures.map((one) => (
            <li key={one.id} data-state={one.state}>
              <blockquote>{one.statement}</blockquote>
              <p>
                {one.name} for {one.capacity}, {day(one.signed_at)}
                {endOf(one, day)}
                {one.link !== null && (
                  <>
                    {' · '}
                    <a href={one.link} rel="noreferrer noopener nofollow" target="_blank">
                      Evidence <IconExternalLink size={12} aria-hidden="true" />
                      <span className="hidden-visually">, opens a new window</span>
                    </a>
                  </>
                )}
                {one.file_sha256 !== null && (
                  <>
                    {' · file '}
                    <code>{one.file_sha256.slice(0, 12)}…</code>
                  </>
                )}
              </p>
              {one.may_revoke && <RevokeButton id={id} gate={item.gate} signature={one.id} />}
            </li>
          ))}
        </ul>
      )}
      {yours.length > 0 && (
        <SignForm id={id} item={item} capacities={yours.map(({ capacity }) => capacity)} />
      )}
    </div>
  );
}

function endOf({ state, expires_at, changed }: GateSignature, day: (instant: string) => string) {
  if (state === 'valid') return `, until ${day(expires_at)}`;
  return state === 'outdated' ? `, ${tellChanged(changed)}` : `, ${state}`;
}

function Approver({ one, day }: { one: GateApprover; day: (instant: string) => string }) {
  if (one.signed && one.signed_at !== null) {
    return (
      <span className={styles.signed}>
        <IconCheck size={14} aria-hidden="true" /> signed by {one.signed_by}, {day(one.signed_at)}
      </span>
    );
  }
  return (
    <span className={styles.unsigned}>
      {one.owner === null || one.owner === '' ? 'nobody is named' : `${one.owner} has not signed`}
      {one.reason !== null && <span className={styles.reason}>You cannot: {one.reason}.</span>}
    </span>
  );
}
