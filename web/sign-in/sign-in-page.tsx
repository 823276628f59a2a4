import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { BrandMark } from '../shell/brand-mark.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { AcceptInvitation } from './accept-invitation.tsx';
import { LinkExchange } from './link-exchange.tsx';
import { PasswordForm } from './password-form.tsx';
import { readInvitation, readLinkToken } from './read-link-token.ts';
import styles from './sign-in-page.module.css';
import { tellProblem } from './sign-in-search.ts';
import { SingleSignOnButton } from './single-sign-on-button.tsx';

const route = getRouteApi('/signin');

/** Every way in: single sign-on, a password, the link of the terminal, an invitation. */
export function SignInPage() {
  usePageTitle('Sign in');
  const { problem } = route.useSearch();
  const [token] = useState(() => readLinkToken(window.location.hash));
  const [invitation] = useState(() => readInvitation(window.location.hash));
  const [refusal, setRefusal] = useState<string | null>(null);
  const why = refusal ?? (problem === undefined ? null : tellProblem(problem));
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <BrandMark size={30} />
        Bellwether
      </div>
      {invitation !== null ? (
        <AcceptInvitation invitation={invitation} />
      ) : token !== null && refusal === null ? (
        <LinkExchange token={token} onRefused={setRefusal} />
      ) : (
        <>
          <h1>Sign in</h1>
          {why !== null && (
            <p className={styles.refusal} role="alert">
              {why}
            </p>
          )}
          <SingleSignOnButton />
          <PasswordForm />
          <p className={styles.hint}>
            The first time? Bellwether prints a one-time sign-in link in its terminal or log every
            time it starts: open the newest one in this browser.
          </p>
        </>
      )}
    </main>
  );
}
