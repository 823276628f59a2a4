import { IconVolume } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount } from '../format/number.ts';
import { Explain, explained } from '../parts/explain.tsx';
import type { AlertReport } from './build-alert-report.ts';
import styles from './ended.module.css';

/** Rules that are named before the rest is asked for. */
const SHOWN = 5;

/** How fast people were, and which rules make noise. */
export function EndedReport({ report }: { report: AlertReport }) {
  const [isAll, setIsAll] = useState(false);
  const rules = isAll ? report.rules : report.rules.slice(0, SHOWN);
  return (
    <div className={styles.report}>
      <dl className={styles.figures}>
        <div>
          <dt>Until acknowledged</dt>
          <dd>
            <Explain text={report.toAcknowledgeExplanation}>{report.toAcknowledge}</Explain>
          </dd>
        </div>
        <div>
          <dt>Until it ended</dt>
          <dd>
            <Explain text={report.toResolveExplanation}>{report.toResolve}</Explain>
          </dd>
        </div>
        <div>
          <dt>Ended</dt>
          <dd>
            {formatCount(report.ended)} <small>in {report.over}</small>
          </dd>
        </div>
      </dl>
      <section className={styles.panel} aria-labelledby="noise-title">
        <h2 id="noise-title">Which rules fire most</h2>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Per week</th>
              <th scope="col">Acknowledged</th>
              <th scope="col">Median length</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.rule}>
                <th scope="row">
                  <Link to="/rules" search={{ rule: rule.rule }}>
                    {rule.title}
                  </Link>
                  {rule.isNoise && (
                    <span
                      className={styles.noise}
                      {...explained(
                        'It fires at least once a day and hardly anybody takes it: another threshold, or a longer time before it fires, may serve better',
                      )}
                    >
                      <IconVolume size={13} aria-hidden="true" />
                      noisy
                    </span>
                  )}
                </th>
                <td data-name="Per week" {...explained(`${rule.episodes} in ${report.over}`)}>
                  {rule.perWeek}
                </td>
                <td data-name="Acknowledged" {...explained(rule.acknowledgedExplanation)}>
                  {rule.acknowledged}
                </td>
                <td data-name="Median length">{rule.medianLength}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {rules.length < report.rules.length && (
          <button type="button" className={styles.all} onClick={() => setIsAll(true)}>
            Show all {formatCount(report.rules.length)} rules
          </button>
        )}
      </section>
    </div>
  );
}
