import { IconPlugConnectedX } from '@tabler/icons-react';
import { useState } from 'react';
import { formatClockSeconds } from '../format/time.ts';
import { useLiveState } from '../live/live.tsx';
import styles from './shell-banner.module.css';

/** Says, while nothing tells of changes, of when the figures are. */
export function ConnectionBanner() {
  const isLost = useLiveState() === 'lost';
  return <div role="status">{isLost && <Lost />}</div>;
}

function Lost() {
  const [sinceMs] = useState(() => Date.now());
  return (
    <p className={styles.banner}>
      <IconPlugConnectedX size={16} aria-hidden="true" />
      <span>
        Connection lost. What is shown is as of {formatClockSeconds(sinceMs)}, and renews itself as
        soon as the server answers.
      </span>
    </p>
  );
}
