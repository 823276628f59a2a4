import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { singleSignOnQuery, type SingleSignOn } from '../../api/people-queries.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Part, Skeleton } from '../../parts/part.tsx';
import { ROLE_WORDS } from '../role-words.ts';
import styles from './single-sign-on-tab.module.css';

const EXAMPLE = `BELLWETHER_PUBLIC_URL=https://bellwether.example.com
BELLWETHER_OIDC_ISSUER=https://id.example.com
BELLWETHER_OIDC_CLIENT_ID=bellwether
BELLWETHER_OIDC_CLIENT_SECRET=…
BELLWETHER_OIDC_GROUP_ROLES=ops=operator,board=approver`;

/** How the organisation's own sign-in is set up; it is changed where the server is started. */
export function SingleSignOnTab() {
  const query = useQuery(singleSignOnQuery);
  return (
    <section className={styles.part} aria-labelledby="sso-title">
      <h2 id="sso-title">Single sign-on</h2>
      <Part name="Single sign-on" query={query} skeleton={<Skeleton height="20rem" />}>
        {({ single_sign_on }) =>
          single_sign_on === null ? <HowTo /> : <SetUp settings={single_sign_on} />
        }
      </Part>
    </section>
  );
}

function HowTo() {
  return (
    <>
      <p>
        Not set up: people sign in with passwords. To let them come by your organisation’s own
        sign-in (any OpenID Connect provider), start Bellwether with these variables:
      </p>
      <div className={styles.code}>
        <pre>{EXAMPLE}</pre>
        <CopyButton text={EXAMPLE} name="variables" />
      </div>
      <p className={styles.note}>
        Register <code>{window.location.origin}/api/session/oidc/callback</code> there as the
        address to come back to.
      </p>
    </>
  );
}

function SetUp({ settings }: { settings: NonNullable<SingleSignOn> }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Issuer', settings.issuer],
    ['Client id', settings.client_id],
    ['Client secret', settings.has_client_secret ? 'set' : 'none: a public client'],
    ['Scopes', settings.scopes],
    ['Groups are read from', settings.groups_claim],
    ['Comes back to', settings.redirect_uri],
    ['After signing out', settings.post_logout_redirect_uri],
  ];
  return (
    <>
      <p className={styles.state} data-good={settings.reachable} role="status">
        {settings.reachable ? (
          <IconCircleCheck size={18} aria-hidden="true" />
        ) : (
          <IconCircleX size={18} aria-hidden="true" />
        )}
        {settings.reachable
          ? 'The identity provider answers.'
          : 'The identity provider does not answer. Passwords still work.'}
      </p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>Groups and their roles</h3>
      <table className={styles.groups}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Role</th>
          </tr>
        </thead>
        <tbody>
          {settings.group_roles.map(({ group, role }) => (
            <tr key={`${group}=${role}`}>
              <td>{group}</td>
              <td>{ROLE_WORDS[role].name}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        Read at every sign-in; whoever is in none of them is turned away. All of this comes from the
        environment the server is started with, and every change of it is on record.
      </p>
    </>
  );
}
