import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { answer, api } from '../api/client.ts';
import { BrandMark } from '../shell/brand-mark.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { readLinkToken } from './read-link-token.ts';
import styles from './sign-in-page.module.css';

type SignInState =
  | { readonly kind: 'exchanging' }
  | { readonly kind: 'no-link' }
  | { readonly kind: 'refused'; readonly why: string };

/** Exchanges tokens; each only once, however often React runs an effect. */
const exchanges = new Map<string, Promise<unknown>>();

function exchange(token: string): Promise<unknown> {
  const running = exchanges.get(token) ?? answer(api.session.$post({ json: { token } }));
  exchanges.set(token, running);
  return running;
}

/** Signs in with the one-time link, or says where to find it. */
export function SignInPage() {
  usePageTitle('Sign in');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [token] = useState(() => readLinkToken(window.location.hash));
  const [state, setState] = useState<SignInState>(
    token === null ? { kind: 'no-link' } : { kind: 'exchanging' },
  );
  useEffect(() => {
    if (token === null) return;
    exchange(token).then(
      () => {
        client.clear();
        void navigate({ to: '/', replace: true });
      },
      (error: unknown) => {
        window.history.replaceState(null, '', '/signin');
        setState({ kind: 'refused', why: tellRefusal(error) });
      },
    );
  }, [token, navigate, client]);
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <BrandMark size={30} />
        Bellwether
      </div>
      <h1>
        {state.kind === 'exchanging' ? 'Signing in …' : 'Sign in with the link from the terminal'}
      </h1>
      {state.kind === 'refused' && (
        <p className={styles.refusal} role="alert">
          {state.why}
        </p>
      )}
      {state.kind !== 'exchanging' && (
        <p>
          Bellwether prints a one-time sign-in link in its terminal or log every time it starts:
          open the newest one in this browser.
        </p>
      )}
    </main>
  );
}

function tellRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The sign-in failed for a reason nobody foresaw.';
  if (error.status === 401)
    return 'This link was used before, replaced by a newer one, or is too old.';
  return `${error.message}.`;
}
