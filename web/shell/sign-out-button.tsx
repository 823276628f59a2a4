import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconLogout } from '@tabler/icons-react';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import styles from './shell.module.css';

/** Ends the session and forgets what was shown. */
export function SignOutButton() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [hasFailed, setHasFailed] = useState(false);
  async function signOut(): Promise<void> {
    try {
      await answer(api.session.$delete({ query: {} }));
    } catch {
      setHasFailed(true);
      return;
    }
    await navigate({ to: '/signin' });
    client.clear();
  }
  return (
    <button type="button" className={styles.quiet} onClick={() => void signOut()}>
      <IconLogout size={16} aria-hidden="true" />
      <span className={styles.signOutWord}>
        {hasFailed ? 'Not signed out, try again' : 'Sign out'}
      </span>
    </button>
  );
}
