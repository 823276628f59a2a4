import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { ALERTS_TABS } from '../../web/alerts/alerts-search.ts';
import { INGEST_TABS } from '../../web/ingest/ingest-search.ts';
import { SETTINGS_TABS } from '../../web/settings/settings-search.ts';
import { createPages } from '../../web/shell/router.tsx';
import { WORKLOAD_TABS } from '../../web/workload/workload-search.ts';
import { EVERY_PAGE } from '../browser/support/every-page.ts';

/** Tabs of each route that has some; the first is what an address without `tab` shows. */
const TABS: Readonly<Record<string, readonly string[]>> = {
  '/w/$id': WORKLOAD_TABS,
  '/alerts': ALERTS_TABS,
  '/ingest': INGEST_TABS,
  '/settings': SETTINGS_TABS,
};

const router = createPages(new QueryClient());

const tabsListed = (route: string): Set<string> =>
  new Set(
    EVERY_PAGE.filter((page) => page.route === route).map(
      ({ search = '' }) => new URLSearchParams(search).get('tab') ?? TABS[route]?.[0] ?? '',
    ),
  );

describe('the pages that are looked at one and all', () => {
  it('are those the router knows', () => {
    const listed = new Set(EVERY_PAGE.map(({ route }) => route));
    expect([...listed].sort()).toEqual(Object.keys(router.routesByPath).sort());
  });

  it('are all tabs of each', () => {
    for (const [route, tabs] of Object.entries(TABS))
      expect([...tabsListed(route)].sort(), route).toEqual([...tabs].sort());
  });

  it('have tabs only where the address of a page has', () => {
    const tabbed = Object.entries(router.routesByPath).flatMap(([path, { options }]) => {
      const read = options.validateSearch as ((raw: object) => object) | undefined;
      const words = Object.values(TABS).flat();
      return words.some((tab) => 'tab' in (read?.({ tab }) ?? {})) ? [path] : [];
    });
    expect(tabbed.sort()).toEqual(Object.keys(TABS).sort());
  });
});
