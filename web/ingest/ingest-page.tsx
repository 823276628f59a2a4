import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconDatabaseOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ingestStatusQuery, type IngestStatus } from '../api/queries.ts';
import { formatClockSeconds, formatInstant } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { codePart } from '../shell/code-part.ts';
import { later } from '../shell/later.tsx';
import { buildIngestHeadline } from './build-ingest-figures.ts';
import styles from './ingest-page.module.css';
import type { IngestSearch, IngestTab } from './ingest-search.ts';
import { IngestStrip } from './ingest-strip.tsx';
import { IngestTabs } from './ingest-tabs.tsx';
import type { MadeKey } from './send/make-key.tsx';
import { SendTab } from './send/send-tab.tsx';

const PLACE = <Skeleton height="24rem" />;

const TailTab = later(
  codePart(async () => (await import('./tail/tail-tab.tsx')).TailTab),
  PLACE,
);
const QuarantineTab = later(
  codePart(async () => (await import('./quarantine/quarantine-tab.tsx')).QuarantineTab),
  PLACE,
);
const ContractTab = later(
  codePart(async () => (await import('./contract/contract-tab.tsx')).ContractTab),
  PLACE,
);

const TITLES: Readonly<Record<IngestTab, string>> = {
  send: 'Ingest',
  tail: 'Live tail',
  quarantine: 'Quarantine',
  contract: 'Data contract',
};

const route = getRouteApi('/shell/ingest');

/** Telemetry on its way in: how to send it, what arrives, what is refused, and what may be sent. */
export function IngestPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const status = useQuery(ingestStatusQuery);
  const [made, setMade] = useState<MadeKey | null>(null);
  const shown = search.tab ?? 'send';
  usePageTitle(TITLES[shown]);
  const onSearch = (change: IngestSearch): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      {status.data === undefined && <h1 className="hidden-visually">Ingest</h1>}
      <Part name="The state of ingest" query={status} skeleton={<StripSkeleton />}>
        {(known) => <Head status={known} asOfMs={status.dataUpdatedAt} />}
      </Part>
      <IngestTabs shown={shown} rejected={status.data?.rejected ?? null} />
      {shown === 'send' && (
        <SendTab search={search} onSearch={onSearch} made={made} onMade={setMade} />
      )}
      {shown === 'tail' && <TailTab search={search} onSearch={onSearch} />}
      {shown === 'quarantine' && <QuarantineTab search={search} />}
      {shown === 'contract' && <ContractTab search={search} />}
    </>
  );
}

function Head({ status, asOfMs }: { status: IngestStatus; asOfMs: number }) {
  const headline = buildIngestHeadline(status);
  return (
    <>
      <header className={styles.header}>
        <h1 className={styles.headline} data-bad={headline.isBad} tabIndex={-1}>
          {headline.text}
        </h1>
        <p className={styles.asOf} {...explained(`Read ${formatInstant(asOfMs)}`)}>
          as of {formatClockSeconds(asOfMs)}
        </p>
      </header>
      {status.last_error !== null && (
        <p className={styles.away} role="status">
          <IconDatabaseOff size={18} aria-hidden="true" />
          <span>
            Nothing is lost: events wait on disk and flow once the database answers again. It last
            said: <q>{status.last_error}</q>
          </span>
        </p>
      )}
      <IngestStrip status={status} />
    </>
  );
}

function StripSkeleton() {
  return (
    <div className={styles.skeleton}>
      <Skeleton height="2.1rem" width="min(24rem, 90%)" />
      <Skeleton height="6rem" />
    </div>
  );
}
