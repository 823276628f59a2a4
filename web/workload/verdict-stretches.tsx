import type { Verdict } from '../../decisions/policy/policy.ts';
import { Explain } from '../parts/explain.tsx';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import type { VerdictStretch } from './build-verdict-strip.ts';
import styles from './verdict-stretches.module.css';

interface VerdictStretchesProps {
  stretches: readonly VerdictStretch[];
  /** Percent below which a stretch is too small to be pointed at, and explains nothing. */
  pointerNeeds?: number;
}

/** Published verdicts one after the other over a span of time. */
export function VerdictStretches({ stretches, pointerNeeds = 0 }: VerdictStretchesProps) {
  return (
    <ol className={styles.track}>
      {stretches.map(({ key, verdict, from, width, explanation }) => (
        <li key={key} className={styles.place} style={{ left: `${from}%`, width: `${width}%` }}>
          {width < pointerNeeds ? (
            <Fill verdict={verdict} />
          ) : (
            <Explain text={explanation} className={styles.stretch}>
              <Fill verdict={verdict} />
            </Explain>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Where there is no room for its word or its sign, they are left to the explanation. */
function Fill({ verdict }: { verdict: Verdict | null }) {
  const colours =
    verdict === null
      ? undefined
      : { background: `var(--${verdict}-soft)`, color: `var(--${verdict})` };
  return (
    <span className={styles.fill} data-none={verdict === null} style={colours}>
      {verdict !== null && (
        <span className={styles.sign}>
          <VerdictShapeIcon verdict={verdict} size={10} />
        </span>
      )}
      <span className={styles.word} data-long={verdict === 'redesign'}>
        {verdict === null ? 'None' : VERDICT_LOOK[verdict].word}
      </span>
    </span>
  );
}
