import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { portfolioQuery, sessionQuery } from '../api/queries.ts';
import { TABS_OF_SETTINGS } from '../settings/settings-tabs.tsx';
import type { Command } from './command.ts';
import { listCommands } from './list-commands.ts';

/** Everything that can be gone to or done from here, and whether the workloads are among it. */
export function useCommands(): {
  readonly commands: readonly Command[];
  readonly workloads: 'known' | 'awaited' | 'failed';
} {
  const portfolio = useQuery(portfolioQuery);
  const may = useQuery(sessionQuery).data?.may;
  const { id: openWorkload = null } = useParams({ strict: false });
  // The memo of a decision has an id of its own.
  const isWorkload = location.pathname.startsWith('/w/');
  const items = portfolio.data?.items ?? null;
  const commands = useMemo(
    () =>
      listCommands({
        workloads: items,
        openWorkload: isWorkload ? openWorkload : null,
        settings: TABS_OF_SETTINGS.filter(({ needs }) => may?.includes(needs) ?? false),
      }),
    [items, isWorkload, openWorkload, may],
  );
  const workloads = items !== null ? 'known' : portfolio.isError ? 'failed' : 'awaited';
  return { commands, workloads };
}
