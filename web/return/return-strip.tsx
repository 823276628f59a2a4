import { Explain } from '../parts/explain.tsx';
import type { ReturnFigure } from './build-return-figures.ts';
import styles from './return-strip.module.css';

/** The return in one strip. */
export function ReturnStrip({ figures }: { figures: readonly ReturnFigure[] }) {
  return (
    <dl className={styles.strip}>
      {figures.map(({ id, name, figure, aside, explanation, state }) => (
        <div key={id} className={styles.cell} data-none={state !== 'known'}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.figure}>
            <Explain text={explanation}>{figure}</Explain>
          </dd>
          <dd className={styles.aside}>{aside}</dd>
        </div>
      ))}
    </dl>
  );
}
