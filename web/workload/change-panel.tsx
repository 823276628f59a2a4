import { IconLock } from '@tabler/icons-react';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { VerdictWord } from '../parts/verdict-mark.tsx';
import { buildWhatWouldChange, type Lever } from './build-what-would-change.ts';
import styles from './side-panel.module.css';

/** What stands between this workload and another verdict. */
export function ChangePanel({ assessment }: { assessment: Assessment }) {
  const { blockedBy, changes, samples, turningPoints, isEmpty } = buildWhatWouldChange(assessment);
  return (
    <section className={styles.panel} aria-labelledby="change-title">
      <h2 id="change-title">What would change it</h2>
      {isEmpty && (
        <p className={styles.quiet}>No single signal, sample or gate would change this verdict.</p>
      )}
      {blockedBy.length > 0 && (
        <ul className={styles.blocks}>
          {blockedBy.map((block) => (
            <li key={block}>
              <IconLock size={15} aria-hidden="true" />
              <span>
                <strong>Blocked:</strong> {block}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Levers title="To reach scale, move" levers={changes} />
      <Levers title="To be sure, collect" levers={samples} />
      {turningPoints.length > 0 && (
        <>
          <h3>It turns at</h3>
          <ul>
            {turningPoints.map(({ text, verdict }) => (
              <li key={text} className={styles.turn}>
                {text} <span aria-hidden="true">→</span>
                <span className="hidden-visually">gives</span> <VerdictWord verdict={verdict} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Levers({ title, levers }: { title: string; levers: readonly Lever[] }) {
  if (levers.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {levers.map((lever) => (
          <li key={lever.title} className={styles.lever}>
            <strong>{lever.title}</strong> {lever.text}
          </li>
        ))}
      </ul>
    </>
  );
}
