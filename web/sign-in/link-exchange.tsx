import { useEffect } from 'react';
import { answer, api } from '../api/client.ts';
import { tellRefusal } from './tell-refusal.ts';
import { useEnter } from './use-enter.ts';

/** Exchanges tokens; each only once, however often React runs an effect. */
const exchanges = new Map<string, Promise<unknown>>();

function exchange(token: string): Promise<unknown> {
  const running = exchanges.get(token) ?? answer(api.session.$post({ json: { token } }));
  exchanges.set(token, running);
  return running;
}

const USED = 'This link was used before, replaced by a newer one, or is too old.';

/** Signs in with the link of the terminal. */
export function LinkExchange({
  token,
  onRefused,
}: {
  token: string;
  onRefused: (why: string) => void;
}) {
  const enter = useEnter();
  useEffect(() => {
    exchange(token).then(enter, (error: unknown) => {
      window.history.replaceState(null, '', '/signin');
      onRefused(tellRefusal(error, USED));
    });
  }, [token, enter, onRefused]);
  return <h1>Signing in …</h1>;
}
