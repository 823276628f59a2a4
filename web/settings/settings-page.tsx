import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import tabStyles from '../parts/tabs.module.css';
import { usePageTitle } from '../shell/page-title.ts';
import styles from './settings-page.module.css';
import { TABS_OF_SETTINGS } from './settings-tabs.tsx';

const route = getRouteApi('/shell/settings');

/** What holds for all workloads, and one's own account. */
export function SettingsPage() {
  const { tab: asked = 'people' } = route.useSearch();
  const session = useQuery(sessionQuery);
  const found = TABS_OF_SETTINGS.find(({ tab }) => tab === asked);
  usePageTitle(found?.name ?? 'Settings');
  return (
    <>
      <h1 className={styles.headline} tabIndex={-1}>
        Settings
      </h1>
      <Part name="The settings" query={session} skeleton={<Skeleton height="30rem" />}>
        {({ may }) => {
          const open = TABS_OF_SETTINGS.filter(({ needs }) => may.includes(needs));
          const shown = open.find(({ tab }) => tab === asked);
          return (
            <>
              <nav className={tabStyles.tabs} aria-label="Settings" data-print="off">
                {open.map(({ tab, name }) => (
                  <Link
                    key={tab}
                    to="/settings"
                    search={{ tab: tab === 'people' ? undefined : tab }}
                    resetScroll={false}
                    activeProps={{}}
                    activeOptions={{ explicitUndefined: true }}
                    className={tabStyles.tab}
                    data-shown={tab === asked}
                    aria-current={tab === asked ? 'page' : undefined}
                  >
                    {name}
                  </Link>
                ))}
              </nav>
              {shown === undefined ? (
                <p className={styles.closed}>This part of the settings is for admins.</p>
              ) : (
                <shown.Tab />
              )}
            </>
          );
        }}
      </Part>
    </>
  );
}
