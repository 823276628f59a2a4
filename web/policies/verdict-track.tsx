import { Explain } from '../parts/explain.tsx';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import type { VerdictStretch } from '../workload/build-verdict-strip.ts';
import styles from './verdict-track.module.css';

/** A stretch narrower than this share of the track, in percent, has no room for its word. */
const WORD_NEEDS = 14;

interface VerdictTrackProps {
  /** Whose verdicts these are: "as it is". */
  name: string;
  stretches: readonly VerdictStretch[];
}

/** Published verdicts over time, one after the other. */
export function VerdictTrack({ name, stretches }: VerdictTrackProps) {
  return (
    <div className={styles.lane}>
      <span className={styles.name}>{name}</span>
      <ol className={styles.track}>
        {stretches.map(({ key, verdict, from, width, explanation }) => (
          <li key={key} className={styles.place} style={{ left: `${from}%`, width: `${width}%` }}>
            <Explain text={explanation} className={styles.stretch}>
              <span
                className={styles.fill}
                data-none={verdict === null}
                style={
                  verdict === null
                    ? undefined
                    : { background: `var(--${verdict}-soft)`, color: `var(--${verdict})` }
                }
              >
                {verdict !== null && <VerdictShapeIcon verdict={verdict} size={9} />}
                <span className={width < WORD_NEEDS ? 'hidden-visually' : undefined}>
                  {verdict === null ? 'None' : VERDICT_LOOK[verdict].word}
                </span>
              </span>
            </Explain>
          </li>
        ))}
      </ol>
    </div>
  );
}
