import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { personQuery } from '../../api/people-queries.ts';
import { sessionQuery } from '../../api/queries.ts';
import { Part, Skeleton } from '../../parts/part.tsx';
import { useSignOut } from '../../shell/use-sign-out.ts';
import { tellRoles } from '../role-words.ts';
import styles from './account-tab.module.css';
import { ChangePassword } from './change-password.tsx';

/** What is one's own to change: the password, and where one is signed in. */
export function AccountTab() {
  const session = useQuery(sessionQuery);
  return (
    <Part name="Your account" query={session} skeleton={<Skeleton height="20rem" />}>
      {({ person }) =>
        person === null ? <p>A key has no account.</p> : <OwnAccount id={person} />
      }
    </Part>
  );
}

function OwnAccount({ id }: { id: string }) {
  const query = useQuery(personQuery(id));
  return (
    <Part name="Your account" query={query} skeleton={<Skeleton height="20rem" />}>
      {({ person }) => (
        <div className={styles.account}>
          <section aria-labelledby="who-title">
            <h2 id="who-title">{person.name}</h2>
            <p className={styles.note}>
              {[person.email, tellRoles(person.roles)].filter(Boolean).join(' · ')}
            </p>
            {person.email === null && (
              <p className={styles.note}>
                Without an email you sign in as “{person.id}”. An admin can add one to you under
                People.
              </p>
            )}
          </section>
          {person.sign_in === 'single_sign_on' ? (
            <p className={styles.note}>
              You sign in at your organisation, so there is no password to change here.
            </p>
          ) : (
            <ChangePassword hasOne={(person.password_set_at ?? null) !== null} />
          )}
          <SignOutEverywhere />
        </div>
      )}
    </Part>
  );
}

function SignOutEverywhere() {
  const { signOut, hasFailed } = useSignOut();
  return (
    <section className={styles.card} aria-labelledby="out-title">
      <h2 id="out-title">Sign out everywhere</h2>
      <p className={styles.note}>
        Ends every session of yours, on this machine and all others, at once.
      </p>
      {hasFailed && (
        <p className={styles.failure} role="alert">
          You are not signed out. Try again.
        </p>
      )}
      <p>
        <Button variant="default" size="sm" onClick={() => void signOut(true)}>
          Sign out everywhere
        </Button>
      </p>
    </section>
  );
}
