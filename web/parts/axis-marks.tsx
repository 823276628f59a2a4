import type { AxisState } from '../../decisions/policy/policy.ts';
import type { Axis } from '../../signals/axis.ts';
import { AXIS_STATE_WORDS, AXIS_WORDS } from '../theme/verdict-look.ts';
import styles from './axis-marks.module.css';
import { Explain } from './explain.tsx';

export interface AxisReading {
  readonly axis: Axis;
  readonly state: AxisState;
  readonly because: string;
}

const DRAWINGS: Readonly<Record<AxisState, string>> = {
  strong: 'M5 8.2l2.1 2.1L11.2 6',
  weak: 'M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  unproven: '',
};

/** A state as a filled tick, a filled cross or an open broken ring. */
export function AxisStateIcon({ state, size = 16 }: { state: AxisState; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={styles.icon}
      data-state={state}
      width={size}
      height={size}
      viewBox="0 0 16 16"
    >
      <circle cx="8" cy="8" r="6.5" />
      <path d={DRAWINGS[state]} />
    </svg>
  );
}

/** The three axes side by side, explained on hover and focus. */
export function AxisMarks({ axes }: { axes: readonly AxisReading[] }) {
  const text = axes
    .map(
      ({ axis, state, because }) => `${AXIS_WORDS[axis]}\t${AXIS_STATE_WORDS[state]}. ${because}`,
    )
    .join('\n');
  return (
    <Explain text={text} className={styles.marks}>
      {axes.map(({ axis, state }) => (
        <span key={axis} className={styles.mark}>
          <AxisStateIcon state={state} />
          <span className="hidden-visually">
            {AXIS_WORDS[axis]} {AXIS_STATE_WORDS[state].toLowerCase()}.{' '}
          </span>
        </span>
      ))}
    </Explain>
  );
}
