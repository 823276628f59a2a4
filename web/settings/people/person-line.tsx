import { useMutation, useQueryClient } from '@tanstack/react-query';
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
      {acts !== undefined && (
        <p className={styles.lineActs} data-print="off">
          {row.hasPassword && !isOneself && !row.isDisabled && (
            <button
              type="button"
              aria-label={`New password link for ${row.name}`}
              title="Takes the password away and makes a link to set a new one"
              disabled={invite.isPending}
              onClick={() => invite.mutate()}
            >
              New link
            </button>
          )}
          <button type="button" aria-label={`Change ${row.name}`} onClick={acts.onEdit}>
            Change
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
