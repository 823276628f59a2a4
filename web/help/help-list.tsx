import { AxisStateIcon } from '../parts/axis-marks.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { VerdictBadge } from '../parts/verdict-mark.tsx';
import type { HelpEntry, HelpSection } from './build-help.ts';
import styles from './help-page.module.css';

/** Words and their meanings, each with an address of its own. */
export function HelpList({ sections }: { sections: readonly HelpSection[] }) {
  return (
    <div className={styles.columns}>
      <nav className={styles.contents} aria-label="On this page" data-print="off">
        <ul>
          {sections.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.sections}>
        {sections.map(({ id, title, lead, entries }) => (
          <section key={id} aria-labelledby={id} className={styles.section}>
            <h2 id={id}>{title}</h2>
            <p className={styles.about}>{lead}</p>
            <dl>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}

function Entry({ entry }: { entry: HelpEntry }) {
  return (
    <div id={entry.id} className={styles.entry}>
      <dt>
        <Title entry={entry} />
      </dt>
      <dd>
        <p>{entry.meaning}</p>
        {entry.facts.length > 0 && (
          <ul className={styles.facts}>
            {entry.facts.map(({ name, value }) => (
              <li key={name}>
                <span>{name}</span> {value}
              </li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  );
}

function Title({ entry: { title, sign } }: { entry: HelpEntry }) {
  if (sign === null) return title;
  if (sign.kind === 'verdict') return <VerdictBadge verdict={sign.verdict} />;
  if (sign.kind === 'status')
    return <StatusMark status={sign.status} state={sign.state} hasLimit />;
  return (
    <span className={styles.axis}>
      <AxisStateIcon state={sign.state} />
      {title}
    </span>
  );
}
