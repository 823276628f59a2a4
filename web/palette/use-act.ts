import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { decisionsQuery } from '../api/decision-queries.ts';
import { portfolioQuery } from '../api/queries.ts';
import { buildDecisionsCsv } from '../decisions/build-decisions-csv.ts';
import { saveFile } from '../parts/save-file.ts';
import { buildPortfolioCsv } from '../portfolio/build-portfolio-csv.ts';
import type { CommandAct } from './command.ts';

/** Does what a command asks for; rejects where that could not be done. */
export function useAct(): (does: Exclude<CommandAct, { act: 'keys' }>) => Promise<void> {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const queries = useQueryClient();
  return async (does) => {
    switch (does.act) {
      case 'colours':
        setColorScheme(does.scheme);
        return;
      case 'copy-link':
        await navigator.clipboard.writeText(location.href);
        return;
      case 'print':
        // Once the palette no longer stands over the page.
        window.setTimeout(() => window.print());
        return;
      case 'export-portfolio': {
        const { items, at } = await queries.fetchQuery(portfolioQuery);
        saveFile(`portfolio-${at.slice(0, 10)}.csv`, 'text/csv', buildPortfolioCsv(items));
        return;
      }
      case 'export-decisions': {
        const { items } = await queries.fetchQuery(decisionsQuery);
        saveFile('decisions.csv', 'text/csv', buildDecisionsCsv(items));
      }
    }
  };
}
