import '../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import {
  alertStatusQuery,
  ALERTS_SHOWN,
  endedAlertsQuery,
  openAlertsQuery,
} from '../api/alert-queries.ts';
import { rulesQuery } from '../api/rule-queries.ts';
import { silencesQuery } from '../api/silence-queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { AlertDetail } from './alert-detail.tsx';
import styles from './alerts-page.module.css';
import type { AlertsSearch, AlertsTab } from './alerts-search.ts';
import { AlertsTabs } from './alerts-tabs.tsx';
import { tellAlerts } from './build-alert-groups.ts';
import { buildAlertRow } from './build-alert-row.ts';
import { EndedTab } from './ended-tab.tsx';
import { FiringTab } from './firing-tab.tsx';
import { OverdueBanner } from '../decisions/overdue-banner.tsx';
import { LateBanner } from './late-banner.tsx';
import { NothingFires } from './nothing-fires.tsx';
import { markSilenced } from './silences/mark-silenced.ts';
import { currentSilences, silenceOf } from './silences/silenced-alerts.ts';
import { SilencesTab } from './silences/silences-tab.tsx';
import { useFocusAfterClose } from './use-focus-after-close.ts';

const TITLES: Readonly<Record<AlertsTab, string>> = {
  firing: 'Alerts',
  ended: 'Alerts that ended',
  silences: 'Silences',
};

const route = getRouteApi('/shell/alerts');

/** What fires now, what fired, and what people did about it. */
export function AlertsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const nowMs = useNow();
  const open = useQuery(openAlertsQuery);
  const tab: AlertsTab = search.tab ?? 'firing';
  const isEnded = tab === 'ended';
  const ended = useQuery({ ...endedAlertsQuery, enabled: isEnded });
  const silences = useQuery(silencesQuery);
  const rules = useQuery(rulesQuery);
  const status = useQuery(alertStatusQuery);
  const [takesFocus, setTakesFocus] = useState(false);
  const shown = isEnded ? ended : open;
  const items = shown.data?.items;
  const current = useMemo(
    () => currentSilences(silences.data?.items ?? [], nowMs),
    [silences.data, nowMs],
  );
  const rows = useMemo(() => {
    const byId = new Map((rules.data ?? []).map((rule) => [rule.id, rule]));
    return (items ?? []).map((item) => {
      const row = buildAlertRow(item, byId.get(item.rule), nowMs);
      const silence = item.resolved_at === null ? silenceOf(item, current, nowMs) : null;
      return markSilenced(row, silence, nowMs);
    });
  }, [items, rules.data, current, nowMs]);
  const onSearch = (change: AlertsSearch): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  const [openAlert] = useState(() => (id: string | undefined, isAsked: boolean): void => {
    setTakesFocus(isAsked);
    void navigate({ search: (before) => ({ ...before, alert: id }), resetScroll: false });
  });
  useFocusAfterClose(search.alert);
  usePageTitle(TITLES[tab]);
  return (
    <>
      <h1
        className={styles.headline}
        data-calm={tab === 'firing' && rows.length === 0}
        tabIndex={-1}
      >
        {tab === 'firing' && open.data ? tellAlerts(rows) : TITLES[tab]}
      </h1>
      <LateBanner status={status.data} />
      <OverdueBanner />
      <AlertsTabs
        shown={tab}
        firing={open.data?.items.length ?? null}
        silences={silences.data ? current.filter(({ startsMs }) => startsMs <= nowMs).length : null}
      />
      <div className={styles.columns} data-opened={search.alert !== undefined}>
        <div className={styles.list}>
          {tab === 'silences' ? (
            <Part name="The silences" query={silences} skeleton={<Skeleton height="20rem" />}>
              {({ items: known }) => (
                <SilencesTab
                  items={known}
                  open={open.data?.items}
                  search={search}
                  nowMs={nowMs}
                  onSearch={onSearch}
                />
              )}
            </Part>
          ) : (
            <Part name="The alerts" query={shown} skeleton={<Skeleton height="30rem" />}>
              {({ items: known, next }) =>
                isEnded ? (
                  <EndedTab
                    items={known}
                    rows={rows}
                    isCut={next !== null}
                    search={search}
                    nowMs={nowMs}
                    onSearch={onSearch}
                    onOpen={(id) => openAlert(id, true)}
                  />
                ) : known.length === 0 ? (
                  <NothingFires
                    rules={rules.data}
                    evaluatedTo={status.data?.evaluated_to ?? null}
                  />
                ) : (
                  <>
                    {next !== null && (
                      <p className={styles.cut} role="status">
                        More than {ALERTS_SHOWN} alerts fire. These are the latest.
                      </p>
                    )}
                    <FiringTab rows={rows} search={search} onSearch={onSearch} onOpen={openAlert} />
                  </>
                )
              }
            </Part>
          )}
        </div>
        {search.alert !== undefined && (
          <div className={styles.opened}>
            <AlertDetail
              key={search.alert}
              id={search.alert}
              listed={items?.find(({ id }) => id === search.alert)}
              rules={rules.data}
              silences={current}
              nowMs={nowMs}
              takesFocus={takesFocus}
              onClose={() => openAlert(undefined, false)}
            />
          </div>
        )}
      </div>
    </>
  );
}
