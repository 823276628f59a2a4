import { useId, type KeyboardEvent } from 'react';
import { CopyButton } from '../parts/copy-button.tsx';
import type { Snippets } from './build-snippets.ts';
import styles from './snippet-tabs.module.css';

interface SnippetTabsProps {
  snippets: Snippets;
  /** The snippet that is shown; the first where there is none of that id. */
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** Ways to send an event, one at a time; arrow keys walk the tabs. */
export function SnippetTabs({ snippets, chosen, onChoose }: SnippetTabsProps) {
  const base = useId();
  const shown = snippets.find(({ id }) => id === chosen) ?? snippets[0];
  function walk(event: KeyboardEvent<HTMLDivElement>): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const place = snippets.findIndex(({ id }) => id === shown.id) + step;
    const next = snippets[(place + snippets.length) % snippets.length] ?? shown;
    onChoose(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  }
  return (
    <div className={styles.box}>
      <div className={styles.bar}>
        <div
          role="tablist"
          aria-label="Ways to send an event"
          className={styles.tabs}
          onKeyDown={walk}
        >
          {snippets.map(({ id, name }) => (
            <button
              key={id}
              id={`${base}-${id}`}
              type="button"
              role="tab"
              className={styles.tab}
              aria-selected={id === shown.id}
              aria-controls={`${base}-panel`}
              tabIndex={id === shown.id ? 0 : -1}
              onClick={() => onChoose(id)}
            >
              {name}
            </button>
          ))}
        </div>
        <CopyButton text={shown.code} name={`${shown.name} snippet`} isWordy />
      </div>
      <div
        id={`${base}-panel`}
        role="tabpanel"
        aria-labelledby={`${base}-${shown.id}`}
        tabIndex={0}
        className={styles.panel}
      >
        <pre>
          <code>{shown.code}</code>
        </pre>
      </div>
      <p className={styles.note}>{shown.note}</p>
    </div>
  );
}
