import type { AgendaItem } from '../api/review-queries.ts';
import styles from './review-sheet.module.css';

const TOPICS: Readonly<Record<AgendaItem['topic'], string>> = {
  verdict: 'Verdict',
  signals: 'Signals',
  alerts: 'Alerts',
  decisions: 'Decisions',
  cost: 'Value and cost',
  adoption: 'Adoption',
  actions: 'Actions',
};

/** An agenda, topic by topic; what changed stands out, what did not is quiet. */
export function AgendaList({ items }: { items: readonly AgendaItem[] }) {
  return (
    <dl className={styles.agenda}>
      {items.map(({ topic, words, changed }, index) => (
        <div key={`${topic} ${words}`} data-changed={changed}>
          <dt>{items[index - 1]?.topic === topic ? '' : TOPICS[topic]}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
