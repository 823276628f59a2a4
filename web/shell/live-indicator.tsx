import { useLiveState } from '../live/live.tsx';
import type { LiveState } from '../live/live-connection.ts';
import { explained } from '../parts/explain.tsx';
import styles from './live-indicator.module.css';

const WORDS: Readonly<Record<LiveState, { word: string; explanation: string }>> = {
  connecting: { word: 'Connecting …', explanation: 'Asking the server for its event stream.' },
  live: { word: 'Live', explanation: 'This page renews itself as telemetry arrives.' },
  lost: {
    word: 'Reconnecting …',
    explanation: 'The event stream is lost. The figures are as of the last answer; trying again.',
  },
};

/** Whether what is on the page renews itself. */
export function LiveIndicator() {
  const state = useLiveState();
  const { word, explanation } = WORDS[state];
  return (
    <span className={styles.indicator} data-state={state} role="status" {...explained(explanation)}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.word}>{word}</span>
    </span>
  );
}
