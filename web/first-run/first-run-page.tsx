import { usePageTitle } from '../shell/page-title.ts';
import { useState } from 'react';
import { buildSnippets } from './build-snippets.ts';
import styles from './first-run-page.module.css';
import { KeyStep } from './key-step.tsx';
import { SnippetTabs } from './snippet-tabs.tsx';
import { WaitingStep } from './waiting-step.tsx';

/** The way to a first event. The portfolio takes this page's place as soon as one arrives. */
export function FirstRunPage() {
  usePageTitle('First event');
  const [key, setKey] = useState<string | null>(null);
  const [snippet, setSnippet] = useState<string>();
  return (
    <div className={styles.page}>
      <header>
        <h1 tabIndex={-1}>Send the first event.</h1>
        <p className={styles.lead}>
          Bellwether turns the telemetry of an AI workload into one of four verdicts: scale, hold,
          redesign or stop. It needs one event to begin, and this page becomes the dashboard when it
          arrives.
        </p>
      </header>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <h2>Make a key</h2>
          <KeyStep secret={key} onKey={setKey} />
        </li>
        <li className={styles.step}>
          <h2>Send a run</h2>
          <SnippetTabs
            snippets={buildSnippets(window.location.origin, key)}
            chosen={snippet}
            onChoose={setSnippet}
          />
        </li>
        <li className={styles.step}>
          <h2>Watch it arrive</h2>
          <WaitingStep />
        </li>
      </ol>
    </div>
  );
}
