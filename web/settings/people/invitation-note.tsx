import type { Invitation } from '../../api/people-queries.ts';
import { formatMoment, instantMs } from '../../format/time.ts';
import { useNow } from '../../live/now.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import styles from './people-tab.module.css';

/** A link to set a password with: the only time it is shown. */
export function InvitationNote({ name, invitation }: { name: string; invitation: Invitation }) {
  const nowMs = useNow();
  const link = window.location.origin + invitation.path;
  return (
    <div className={styles.invitation} role="status">
      <p>
        Hand this link to <b>{name}</b>: it sets their password and signs them in, once, until{' '}
        {formatMoment(instantMs(invitation.expires_at), nowMs)}. It is shown this once.
      </p>
      <p className={styles.link}>
        <code>{link}</code>
        <CopyButton text={link} name="link" isWordy />
      </p>
    </div>
  );
}
