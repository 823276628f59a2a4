import { DEFAULT_TABLE, POLICY_DEFAULTS } from '../../decisions/policy/default-policy.ts';
import { AXES, type PolicyDocument } from '../../decisions/policy/policy.ts';
import { Explain } from '../parts/explain.tsx';
import { VerdictWord } from '../parts/verdict-mark.tsx';
import {
  AXIS_STATE_WORDS,
  AXIS_WORDS,
  VERDICT_LOOK,
  VERDICT_ORDER,
} from '../theme/verdict-look.ts';
import { tellDuration } from './tell-duration.ts';
import styles from './table-panel.module.css';

/** How axes become a verdict, and how long it has to be proposed before it is published. */
export function TablePanel({ document }: { document: PolicyDocument }) {
  const table = document.table ?? DEFAULT_TABLE;
  const gates = document.gates?.required_for_scale ?? [];
  return (
    <section className={styles.panel} aria-labelledby="table-title">
      <h3 id="table-title">How it decides</h3>
      <p className={styles.quiet}>The first row that matches gives the verdict.</p>
      <table className={styles.table}>
        <thead>
          <tr>
            {AXES.map((axis) => (
              <th key={axis} scope="col">
                {AXIS_WORDS[axis]}
              </th>
            ))}
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {table.map((row) => (
            <tr key={AXES.map((axis) => row[axis]).join(' ')}>
              {AXES.map((axis) => {
                const state = row[axis];
                return (
                  <td key={axis} data-any={state === 'any'}>
                    {state === 'any' ? 'any' : AXIS_STATE_WORDS[state]}
                  </td>
                );
              })}
              <td>
                <Explain text={row.words.charAt(0).toUpperCase() + row.words.slice(1)}>
                  <VerdictWord verdict={row.verdict} />
                </Explain>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={styles.facts}>
        <dt>Published after</dt>
        <dd>
          {VERDICT_ORDER.map(
            (verdict) =>
              `${VERDICT_LOOK[verdict].word.toLowerCase()} ${tellDuration(document.dwell?.[verdict] ?? POLICY_DEFAULTS.dwell[verdict])}`,
          ).join(', ')}
        </dd>
        <dt>Windows</dt>
        <dd>
          recent {tellDuration(document.recent ?? POLICY_DEFAULTS.recent)}, evidence{' '}
          {tellDuration(document.evidence ?? POLICY_DEFAULTS.evidence)}, stale after{' '}
          {tellDuration(document.stale_after ?? POLICY_DEFAULTS.stale_after)}
        </dd>
        <dt>Confidence</dt>
        <dd>{Math.round((document.confidence ?? POLICY_DEFAULTS.confidence) * 1000) / 10} %</dd>
        <dt>Gates before scale</dt>
        <dd>{gates.length === 0 ? 'none' : gates.join(', ')}</dd>
      </dl>
    </section>
  );
}
