import { keepUnits } from '../format/keep-units.ts';
import { AxisStateIcon, type AxisReading } from '../parts/axis-marks.tsx';
import { AXIS_STATE_WORDS, AXIS_WORDS } from '../theme/verdict-look.ts';
import styles from './axes-strip.module.css';

/** The three axes of the decision, each with its state and the reason for it. */
export function AxesStrip({ axes }: { axes: readonly AxisReading[] }) {
  return (
    <section className={styles.strip} aria-label="Axes">
      {axes.map(({ axis, state, because }) => (
        <div key={axis} className={styles.axis}>
          <h2 className={styles.name}>
            <AxisStateIcon state={state} size={18} />
            {AXIS_WORDS[axis]}
            <span className={styles.state} data-state={state}>
              {AXIS_STATE_WORDS[state]}
            </span>
          </h2>
          <p className={styles.because}>{keepUnits(because)}</p>
        </div>
      ))}
    </section>
  );
}
