import type { VerdictStretch } from '../workload/build-verdict-strip.ts';
import { VerdictStretches } from '../workload/verdict-stretches.tsx';
import styles from './verdict-track.module.css';

/** 24 pixels of the narrowest track. */
const POINTER_NEEDS = 12;

interface VerdictTrackProps {
  /** Whose verdicts these are: "as it is". */
  name: string;
  stretches: readonly VerdictStretch[];
}

/** Published verdicts over time, by whose they are. */
export function VerdictTrack({ name, stretches }: VerdictTrackProps) {
  return (
    <div className={styles.lane}>
      <span className={styles.name}>{name}</span>
      <VerdictStretches stretches={stretches} pointerNeeds={POINTER_NEEDS} />
    </div>
  );
}
