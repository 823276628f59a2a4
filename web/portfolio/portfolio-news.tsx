import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { explained } from '../parts/explain.tsx';
import { VerdictWord } from '../parts/verdict-mark.tsx';
import type { PortfolioNews as News, VerdictNews } from './build-portfolio-news.ts';
import styles from './portfolio-news.module.css';

/** Lines of one kind that are shown before the rest is counted. */
const SHOWN = 5;

/** What changed this week, what is about to, and which decisions are due. */
export function PortfolioNews({ news }: { news: News }) {
  return (
    <div className={styles.news}>
      <h2 className={styles.title}>This week</h2>
      {news.changed.length === 0 ? (
        <p className={styles.none}>No verdict changed in the last seven days.</p>
      ) : (
        <Lines of={news.changed} draw={(item) => <Change key={item.id} item={item} />} />
      )}
      {news.coming.length > 0 && (
        <>
          <h3 className={styles.subtitle}>Coming, if nothing changes</h3>
          <Lines of={news.coming} draw={(item) => <Change key={item.id} item={item} />} />
        </>
      )}
      {news.due.length > 0 && (
        <>
          <h3 className={styles.subtitle}>Decisions due</h3>
          <Lines
            of={news.due}
            draw={({ id, title, when, isOverdue }) => (
              <li key={id} className={styles.line}>
                <Name id={id} title={title} />
                <span className={styles.when} data-overdue={isOverdue}>
                  {when}
                </span>
              </li>
            )}
          />
        </>
      )}
    </div>
  );
}

function Lines<Item>({ of, draw }: { of: readonly Item[]; draw: (item: Item) => ReactNode }) {
  return (
    <ul>
      {of.slice(0, SHOWN).map(draw)}
      {of.length > SHOWN && <li className={styles.none}>and {of.length - SHOWN} more</li>}
    </ul>
  );
}

function Change({ item: { id, title, from, to, when, explanation } }: { item: VerdictNews }) {
  return (
    <li className={styles.line}>
      <Name id={id} title={title} />
      <span className={styles.change}>
        {from === null ? (
          <span className={styles.quiet}>first verdict</span>
        ) : (
          <VerdictWord verdict={from} />
        )}
        <span className={styles.quiet} aria-hidden="true">
          →
        </span>
        <span className="hidden-visually">to</span>
        <VerdictWord verdict={to} />
      </span>
      <span className={styles.when} {...explained(explanation)}>
        {when}
      </span>
    </li>
  );
}

function Name({ id, title }: { id: string; title: string }) {
  return (
    <Link to="/w/$id" params={{ id }} className={styles.name}>
      {title}
    </Link>
  );
}
