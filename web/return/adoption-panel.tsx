import { Explain } from '../parts/explain.tsx';
import type { FunnelStep } from './build-adoption-funnel.ts';
import styles from './adoption-panel.module.css';

/** From eligible over used to accepted. A step that nobody measured is an outline, not an empty bar. */
export function AdoptionPanel({ steps }: { steps: readonly FunnelStep[] }) {
  return (
    <section className={styles.panel} aria-labelledby="adoption-title">
      <h2 id="adoption-title">Adoption</h2>
      <ol className={styles.steps}>
        {steps.map(({ id, name, width, figure, detail, explanation }) => (
          <li key={id}>
            <div className={styles.head}>
              <span className={styles.name}>{name}</span>
              <Explain text={explanation} className={styles.figure}>
                {figure}
              </Explain>
            </div>
            <div className={styles.track} data-known={width !== null} aria-hidden="true">
              {width !== null && (
                <span className={styles.fill} style={{ width: `${width * 100}%` }} />
              )}
            </div>
            <p className={styles.detail}>{detail}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
