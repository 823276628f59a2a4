import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';

/** Ends the session here or all of one's own, and forgets what was shown. */
export function useSignOut(): {
  signOut: (everywhere: boolean) => Promise<void>;
  hasFailed: boolean;
} {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [hasFailed, setHasFailed] = useState(false);
  async function signOut(everywhere: boolean): Promise<void> {
    let elsewhere: string | null;
    try {
      const query = everywhere ? { everywhere: 'true' as const } : {};
      const response = await api.session.$delete({ query });
      elsewhere = response.status === 200 ? (await response.json()).redirect : null;
    } catch {
      setHasFailed(true);
      return;
    }
    // The identity provider's own session ends at an address of its own, and comes back here.
    if (elsewhere !== null) return window.location.assign(elsewhere);
    await navigate({ to: '/signin' });
    client.clear();
  }
  return { signOut, hasFailed };
}
