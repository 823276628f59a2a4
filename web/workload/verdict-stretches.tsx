import { Explain } from '../parts/explain.tsx';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import type { VerdictStretch } from './build-verdict-strip.ts';
import styles from './verdict-stretches.module.css';

/** A stretch narrower than this share of the span, in percent, has no room for its word. */
const WORD_NEEDS = 9;

interface VerdictStretchesProps {
  stretches: readonly VerdictStretch[];
  /** Percent below which a stretch goes without its word. */
  wordNeeds?: number;
}

/** Published verdicts one after the other over a span of time. */
export function VerdictStretches({ stretches, wordNeeds = WORD_NEEDS }: VerdictStretchesProps) {
  return (
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
              {verdict !== null && <VerdictShapeIcon verdict={verdict} size={10} />}
              <span className={width < wordNeeds ? 'hidden-visually' : undefined}>
                {verdict === null ? 'None' : VERDICT_LOOK[verdict].word}
              </span>
            </span>
          </Explain>
        </li>
      ))}
    </ol>
  );
}
