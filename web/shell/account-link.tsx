import { Link } from '@tanstack/react-router';
import { IconUser } from '@tabler/icons-react';
import styles from './shell.module.css';

/** Who is signed in; leads to what is theirs to change. */
export function AccountLink({ name }: { name: string }) {
  return (
    <Link to="/settings" search={{ tab: 'account' }} className={styles.account} title={name}>
      <IconUser size={16} aria-hidden="true" />
      <span className="hidden-visually">Your account: </span>
      <span className={styles.accountName}>{name}</span>
    </Link>
  );
}
