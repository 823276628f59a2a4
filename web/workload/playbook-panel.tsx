import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { keepUnits } from '../format/keep-units.ts';
import styles from './side-panel.module.css';

/** What to do next. */
export function PlaybookPanel({ playbook }: { playbook: Assessment['playbook'] }) {
  return (
    <section className={styles.panel} aria-labelledby="playbook-title">
      <h2 id="playbook-title">Playbook</h2>
      <p className={styles.lead}>{playbook.headline}</p>
      {playbook.steps.length > 0 && (
        <ol className={styles.steps}>
          {playbook.steps.map((step, index) => (
            <li key={index}>{keepUnits(step)}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
