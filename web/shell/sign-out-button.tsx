import { IconLogout } from '@tabler/icons-react';
import styles from './shell.module.css';
import { useSignOut } from './use-sign-out.ts';

/** Ends the session and forgets what was shown. */
export function SignOutButton() {
  const { signOut, hasFailed } = useSignOut();
  return (
    <button type="button" className={styles.quiet} onClick={() => void signOut(false)}>
      <IconLogout size={16} aria-hidden="true" />
      <span className={styles.signOutWord}>
        {hasFailed ? 'Not signed out, try again' : 'Sign out'}
      </span>
    </button>
  );
}
