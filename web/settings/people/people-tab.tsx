import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { peopleQuery, type Invitation, type Person } from '../../api/people-queries.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useMay } from '../../api/use-may.ts';
import { useNow } from '../../live/now.ts';
import { Part, Skeleton } from '../../parts/part.tsx';
import { AddPerson } from './add-person.tsx';
import { buildPersonRows } from './build-person-row.ts';
import { EditPerson } from './edit-person.tsx';
import { InvitationNote } from './invitation-note.tsx';
import { PersonLine } from './person-line.tsx';
import styles from './people-tab.module.css';

const route = getRouteApi('/shell/settings');
const NEW = 'new';

/** Everybody who works with Bellwether; admins add, change and invite. */
export function PeopleTab() {
  const { person } = route.useSearch();
  const navigate = route.useNavigate();
  const people = useQuery(peopleQuery);
  const mayChange = useMay('admin');
  const [invited, setInvited] = useState<{ name: string; invitation: Invitation } | null>(null);
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, person: id }), resetScroll: false });
  return (
    <section className={styles.people} aria-labelledby="people-title">
      <header className={styles.head}>
        <div>
          <h2 id="people-title">People</h2>
          <p className={styles.note}>
            {mayChange
              ? 'A role holds for all workloads. Who owns a workload is said in its record.'
              : 'A role holds for all workloads. Admins add people and change what they may do.'}
          </p>
        </div>
        {mayChange && person !== NEW && (
          <Button
            size="sm"
            leftSection={<IconUserPlus size={16} aria-hidden="true" />}
            onClick={() => open(NEW)}
          >
            Add a person
          </Button>
        )}
      </header>
      {invited !== null && <InvitationNote {...invited} />}
      {mayChange && person === NEW && (
        <AddPerson
          onAway={() => open(undefined)}
          onAdded={(name, invitation) => {
            setInvited(invitation === null ? null : { name, invitation });
            open(undefined);
          }}
        />
      )}
      {mayChange && person !== undefined && person !== NEW && (
        <EditPerson key={person} id={person} onAway={() => open(undefined)} />
      )}
      <Part name="The people" query={people} skeleton={<Skeleton height="16rem" />}>
        {({ items }) => (
          <PersonList
            people={items}
            mayChange={mayChange}
            onEdit={open}
            onInvited={(name, invitation) => setInvited({ name, invitation })}
          />
        )}
      </Part>
    </section>
  );
}

interface PersonListProps {
  people: readonly Person[];
  mayChange: boolean;
  onEdit: (id: string) => void;
  onInvited: (name: string, invitation: Invitation) => void;
}

function PersonList({ people, mayChange, onEdit, onInvited }: PersonListProps) {
  const session = useQuery(sessionQuery);
  const nowMs = useNow();
  return (
    <>
      <ul className={styles.list}>
        {buildPersonRows(people, nowMs).map((row) => (
          <PersonLine
            key={row.id}
            row={row}
            isOneself={row.id === session.data?.person}
            {...(mayChange
              ? {
                  acts: {
                    onEdit: () => onEdit(row.id),
                    onInvited: (invitation: Invitation) => onInvited(row.name, invitation),
                  },
                }
              : {})}
          />
        ))}
      </ul>
      {people.length === 1 && mayChange && (
        <p className={styles.note}>
          Only you so far. Add the people who answer alerts, own workloads and sign decisions.
        </p>
      )}
    </>
  );
}
