import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import styles from './side-panel.module.css';

/** Which gates and which policy the verdict rests on, so that it can be checked. */
export function BasisPanel({ assessment }: { assessment: Assessment }) {
  const { gates, policy, row, evidence_hash: hash, at } = assessment;
  return (
    <section className={styles.panel} aria-labelledby="basis-title">
      <h2 id="basis-title">What it rests on</h2>
      <div className={styles.split}>
        {gates.length > 0 && (
          <ul className={styles.gates}>
            {gates.map(({ gate, state, required, evidence }) => (
              <li key={gate} data-state={state}>
                {state === 'passed' ? (
                  <IconCircleCheckFilled size={16} aria-hidden="true" />
                ) : (
                  <IconCircleDashed size={16} aria-hidden="true" />
                )}
                <span>
                  <strong>{gate.replaceAll('_', ' ')}</strong> {state}
                  {required ? '' : ', not required'}
                  <span className={styles.proof}>{evidence}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <dl className={styles.basis}>
          <dt>Policy</dt>
          <dd>
            {policy.id}, version {policy.version}
          </dd>
          <dt>Row {row.index + 1}</dt>
          <dd>{row.words}</dd>
          <dt>Assessed</dt>
          <dd>{formatInstant(instantMs(at))}</dd>
          <dt>Evidence</dt>
          <dd className={styles.hash}>
            <code>{hash.slice(0, 12)}…</code>
            <CopyButton text={hash} name="evidence hash" />
          </dd>
        </dl>
      </div>
    </section>
  );
}
