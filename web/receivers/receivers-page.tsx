import '../ingest/contract/zod-without-eval.ts';
import { getRouteApi } from '@tanstack/react-router';
import { usePageTitle } from '../shell/page-title.ts';
import styles from '../rules/rules-page.module.css';
import { ReceiversPanel } from './receivers-panel.tsx';
import { TellingTabs } from './telling-tabs.tsx';

const route = getRouteApi('/shell/settings/receivers');

/** Who can be told of alerts. */
export function ReceiversPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  usePageTitle('Receivers');
  return (
    <>
      <h1 className={styles.headline} tabIndex={-1}>
        Who is told
      </h1>
      <TellingTabs shown="receivers" />
      <ReceiversPanel
        opened={search.receiver}
        isNew={search.write === 'new'}
        onShow={({ opened, isNew }) =>
          void navigate({
            search: { receiver: opened, write: isNew ? 'new' : undefined },
            replace: true,
            resetScroll: false,
          })
        }
      />
    </>
  );
}
