import type { Verdict } from '../../decisions/policy/policy.ts';
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
  /** Percent below which a stretch is too small to be pointed at, and explains nothing. */
  pointerNeeds?: number;
}

/** Published verdicts one after the other over a span of time. */
export function VerdictStretches({
  stretches,
  wordNeeds = WORD_NEEDS,
  pointerNeeds = 0,
}: VerdictStretchesProps) {
  return (
    <ol className={styles.track}>
      {stretches.map(({ key, verdict, from, width, explanation }) => (
        <li key={key} className={styles.place} style={{ left: `${from}%`, width: `${width}%` }}>
          {width < pointerNeeds ? (
            <Fill verdict={verdict} isWordy={false} />
          ) : (
            <Explain text={explanation} className={styles.stretch}>
              <Fill verdict={verdict} isWordy={width >= wordNeeds} />
            </Explain>
          )}
        </li>
      ))}
    </ol>
  );
}

function Fill({ verdict, isWordy }: { verdict: Verdict | null; isWordy: boolean }) {
  const colours =
    verdict === null
      ? undefined
      : { background: `var(--${verdict}-soft)`, color: `var(--${verdict})` };
  return (
    <span className={styles.fill} data-none={verdict === null} style={colours}>
      {verdict !== null && <VerdictShapeIcon verdict={verdict} size={10} />}
      <span className={isWordy ? undefined : 'hidden-visually'}>
        {verdict === null ? 'None' : VERDICT_LOOK[verdict].word}
      </span>
    </span>
  );
}
