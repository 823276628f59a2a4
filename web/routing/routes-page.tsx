import '../ingest/contract/zod-without-eval.ts';
import { getRouteApi } from '@tanstack/react-router';
import { TellingTabs } from '../receivers/telling-tabs.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import styles from '../rules/rules-page.module.css';
import { RoutesPanel } from './routes-panel.tsx';

const route = getRouteApi('/shell/settings/routes');

/** Which alert goes to whom. */
export function RoutesPage() {
  const { alert } = route.useSearch();
  const navigate = route.useNavigate();
  usePageTitle('Routes');
  return (
    <>
      <h1 className={styles.headline} tabIndex={-1}>
        Who is told
      </h1>
      <TellingTabs shown="routes" />
      <RoutesPanel
        alert={alert}
        onAlert={(next) =>
          void navigate({ search: { alert: next }, replace: true, resetScroll: false })
        }
      />
    </>
  );
}
