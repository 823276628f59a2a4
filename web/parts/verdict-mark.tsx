import type { Verdict } from '../../decisions/policy/policy.ts';
import { VERDICT_LOOK, type VerdictShape } from '../theme/verdict-look.ts';
import styles from './verdict-mark.module.css';

/** Outlines in a box of 16, of about equal weight. */
const OUTLINES: Readonly<Record<VerdictShape, string>> = {
  triangle: 'M8 3 13.6 12.6H2.4Z',
  circle: 'M8 2.6a5.4 5.4 0 1 0 0 10.8a5.4 5.4 0 1 0 0-10.8Z',
  diamond: 'M8 2.2 13.8 8 8 13.8 2.2 8Z',
  square: 'M3.6 3.6h8.8v8.8h-8.8Z',
};

/** A verdict's shape in its colour; says nothing by itself to a screen reader. */
export function VerdictShapeIcon({ verdict, size = 12 }: { verdict: Verdict; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={styles.shape}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      style={{ color: `var(--${verdict})` }}
    >
      <path d={OUTLINES[VERDICT_LOOK[verdict].shape]} />
    </svg>
  );
}

/** A verdict as shape, word and colour. */
export function VerdictBadge({ verdict, size = 'md' }: { verdict: Verdict; size?: 'md' | 'lg' }) {
  return (
    <span
      className={styles.badge}
      data-size={size}
      style={{ color: `var(--${verdict})`, background: `var(--${verdict}-soft)` }}
    >
      <VerdictShapeIcon verdict={verdict} size={size === 'lg' ? 16 : 12} />
      {VERDICT_LOOK[verdict].word}
    </span>
  );
}

/** A verdict in running text: shape and word, without a box. */
export function VerdictWord({ verdict }: { verdict: Verdict }) {
  return (
    <span className={styles.word} style={{ color: `var(--${verdict})` }}>
      <VerdictShapeIcon verdict={verdict} size={11} />
      {VERDICT_LOOK[verdict].word}
    </span>
  );
}
