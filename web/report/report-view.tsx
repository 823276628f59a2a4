import { Link } from '@tanstack/react-router';
import { formatInstant, instantMs } from '../format/time.ts';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import type { PortfolioReport, ReportRow } from './build-report.ts';
import styles from './report.module.css';

/** The report as it is printed: one sheet of A4 for a dozen workloads. */
export function ReportView({ report, at }: { report: PortfolioReport; at: string }) {
  const { news } = report;
  const isQuiet = news.changed.length + news.coming.length + news.due.length === 0;
  return (
    <article className={styles.sheet} aria-labelledby="report-title">
      <header>
        <p className={styles.quiet}>AI portfolio, as of {formatInstant(instantMs(at))}</p>
        <h1 id="report-title" tabIndex={-1}>
          {report.headline}
        </h1>
      </header>
      <dl className={styles.figures}>
        {report.figures.map(({ name, value, aside }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd className={styles.quiet}>{aside}</dd>
          </div>
        ))}
      </dl>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Workload</th>
            <th scope="col">Verdict</th>
            <th scope="col">Value / mo</th>
            <th scope="col">Cost / mo</th>
            <th scope="col">ROI</th>
            <th scope="col">Exposure</th>
            <th scope="col">Decision due</th>
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      <section className={styles.news} aria-label="What changed and what is due">
        {isQuiet && <p className={styles.quiet}>Nothing changed this week, and nothing is due.</p>}
        {news.changed.length > 0 && (
          <div>
            <h2>Changed in the last seven days</h2>
            <ul>
              {news.changed.map(({ id, title, from, to, when }) => (
                <li key={id}>
                  {title}: {from === null ? 'first verdict' : <VerdictWord verdict={from} />} to{' '}
                  <VerdictWord verdict={to} />, {when}
                </li>
              ))}
            </ul>
          </div>
        )}
        {news.coming.length > 0 && (
          <div>
            <h2>Coming, if nothing changes</h2>
            <ul>
              {news.coming.map(({ id, title, to, when }) => (
                <li key={id}>
                  {title}: <VerdictWord verdict={to} /> {when}
                </li>
              ))}
            </ul>
          </div>
        )}
        {news.due.length > 0 && (
          <div>
            <h2>Decisions due</h2>
            <ul>
              {news.due.map(({ id, title, when, isOverdue }) => (
                <li key={id} data-bad={isOverdue}>
                  {title}: {when}
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
      <p className={styles.quiet}>
        Value and cost: the 30 days before, full cost with review and support. ROI: value over cost,
        with its interval. What is not known is left out, never counted as zero.
      </p>
    </article>
  );
}

function Row({ row }: { row: ReportRow }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/w/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        {row.stage !== null && <span className={styles.stage}> {row.stage}</span>}
        <p className={styles.quiet}>{row.sentence}</p>
      </th>
      <td data-name="Verdict">
        <VerdictBadge verdict={row.verdict} />
        <p className={styles.quiet}>since {row.since}</p>
      </td>
      <td data-name="Value / mo">{row.value}</td>
      <td data-name="Cost / mo">{row.cost}</td>
      <td data-name="ROI">{row.roi}</td>
      <td data-name="Exposure">{row.exposure}</td>
      <td data-name="Decision due" data-bad={row.isOverdue}>
        {row.due}
        {row.awaiting !== null && <p className={styles.quiet}>awaiting signatures</p>}
      </td>
    </tr>
  );
}
