import '../ingest/contract/zod-without-eval.ts';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { SearchField } from '../parts/search-field.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { buildHelp } from './build-help.ts';
import styles from './help-page.module.css';
import { HelpList } from './help-list.tsx';

const route = getRouteApi('/shell/help');

/** What the words mean that everything else here uses. */
export function HelpPage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const sections = useMemo(() => buildHelp(q), [q]);
  usePageTitle('Help');
  return (
    <>
      <header className={styles.header}>
        <h1 tabIndex={-1}>Signals and verdicts, in plain words</h1>
        <p className={styles.lead}>
          Telemetry becomes signals, signals make three axes strong or weak, and the axes make a
          verdict. Every word of that stands here once.
        </p>
        <SearchField
          label="Find a word"
          placeholder="Signal, verdict or state"
          className={styles['search']!}
          text={q}
          onText={(text) =>
            void navigate({
              search: text === '' ? {} : { q: text },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </header>
      {sections.length === 0 ? (
        <p className={styles.none} role="status">
          Nothing here is called “{q}”. Try part of a signal’s name, such as “cost”.
        </p>
      ) : (
        <HelpList sections={sections} />
      )}
    </>
  );
}
