import {
  IconArrowBarToDown,
  IconBellOff,
  IconCheck,
  IconClockPause,
  IconLock,
  IconUser,
  IconWaveSquare,
} from '@tabler/icons-react';
import { explained } from '../parts/explain.tsx';
import styles from './alert-marks.module.css';
import type { AlertMark } from './build-alert-row.ts';

const ICONS = {
  silenced: IconBellOff,
  acknowledged: IconCheck,
  assigned: IconUser,
  snoozed: IconClockPause,
  recovering: IconArrowBarToDown,
  flapping: IconWaveSquare,
  blocks: IconLock,
} as const;

/** What changes what one does about an alert, each as icon and word. */
export function AlertMarks({ marks }: { marks: readonly AlertMark[] }) {
  if (marks.length === 0) return null;
  return (
    <span className={styles.marks}>
      {marks.map(({ kind, word, explanation }) => {
        const Icon = ICONS[kind];
        return (
          <span key={kind} className={styles.mark} data-kind={kind} {...explained(explanation)}>
            <Icon size={13} aria-hidden="true" />
            {word}
          </span>
        );
      })}
    </span>
  );
}
