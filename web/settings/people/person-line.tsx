import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../../api/client.ts';
import { peopleQuery, type Invitation } from '../../api/people-queries.ts';
import type { PersonRow } from './build-person-row.ts';
import styles from './people-tab.module.css';
import { tellPersonRefusal } from './tell-person-refusal.ts';

interface PersonLineProps {
  row: PersonRow;
  isOneself: boolean;
  /** Absent for whoever may only look. */
  acts?: {
    readonly onEdit: () => void;
    readonly onInvited: (invitation: Invitation) => void;
  };
}

/** One person: who, what they may do, and how they come in. */
export function PersonLine({ row, isOneself, acts }: PersonLineProps) {
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () => answer(api.people[':id'].invitation.$post({ param: { id: row.id } })),
    onSuccess: async (invitation) => {
      acts?.onInvited(invitation);
      await client.invalidateQueries(peopleQuery);
    },
  });
  const [isAsking, setIsAsking] = useState(false);
  const isLoss = row.password === 'set';
  return (
    <li className={styles.person} data-off={row.isDisabled}>
      <p className={styles.who}>
        <b>{row.name}</b>
        {isOneself && <span className={styles.mark}>you</span>}
        {row.isDisabled && <span className={styles.off}>disabled</span>}
        {row.email !== null && <span className={styles.email}>{row.email}</span>}
      </p>
      <p className={styles.may}>{row.roles}</p>
      <p className={styles.way}>{row.way}</p>
      {acts !== undefined && !isAsking && (
        <p className={styles.lineActs} data-print="off">
          {row.password !== 'none' && !isOneself && (
            <button
              type="button"
              aria-label={`New link for ${row.name}`}
              disabled={invite.isPending}
              onClick={() => (isLoss ? setIsAsking(true) : invite.mutate())}
            >
              New link
            </button>
          )}
          <button type="button" aria-label={`Change ${row.name}`} onClick={acts.onEdit}>
            Change
          </button>
        </p>
      )}
      {isAsking && (
        <p className={styles.asking} role="group" aria-label={`New link for ${row.name}`}>
          Their password stops working at once, and they are signed out.{' '}
          <button
            type="button"
            onClick={() => {
              setIsAsking(false);
              invite.mutate();
            }}
          >
            Make the link
          </button>{' '}
          <button type="button" autoFocus onClick={() => setIsAsking(false)}>
            Keep it
          </button>
        </p>
      )}
      {invite.isError && (
        <p className={styles.failure} role="alert">
          No link was made. {tellPersonRefusal(invite.error)}
        </p>
      )}
    </li>
  );
}
