import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { PAGES } from '../shell/pages.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import { TABS_OF_WORKLOAD } from '../workload/tabs-of-workload.ts';
import type { Command, CommandAct } from './command.ts';

interface ListCommandsInput {
  /** Null while they are not known. */
  readonly workloads:
    | readonly Pick<PortfolioItem, 'workload' | 'title' | 'owner' | 'verdict'>[]
    | null;
  /** Workload whose page is open; null on any other page. */
  readonly openWorkload: string | null;
  /** Parts of the settings that whoever is signed in may see. */
  readonly settings: readonly { readonly tab: string; readonly name: string }[];
}

const go = (
  group: Command['group'],
  address: string,
  title: string,
  { aside = '', words = '', keys = '' } = {},
): Command => ({
  id: `${group} ${address}`,
  group,
  title,
  aside,
  words,
  keys,
  does: { go: address },
});

const act = (title: string, does: CommandAct, words: string, keys = ''): Command => ({
  id: title,
  group: 'Actions',
  title,
  aside: '',
  words,
  keys,
  does,
});

const ACTIONS: readonly Command[] = [
  go('Actions', '/help', 'Explain signals and verdicts', {
    words: 'help glossary meaning',
    keys: 'g h',
  }),
  act('Copy the link to this page', { act: 'copy-link' }, 'share address url'),
  act('Show all keys', { act: 'keys' }, 'keyboard shortcuts help', '?'),
  act('Use light colours', { act: 'colours', scheme: 'light' }, 'theme scheme day'),
  act('Use dark colours', { act: 'colours', scheme: 'dark' }, 'theme scheme night'),
  act('Use the colours of the system', { act: 'colours', scheme: 'auto' }, 'theme scheme'),
  act('Export the portfolio as CSV', { act: 'export-portfolio' }, 'download spreadsheet'),
  act('Export the decisions as CSV', { act: 'export-decisions' }, 'download spreadsheet register'),
  go('Actions', '/report', 'Report of the portfolio', { words: 'print pdf leadership' }),
  act('Print this page', { act: 'print' }, 'pdf paper'),
  go('Actions', '/rules?write=new', 'Write a rule', { words: 'new alert threshold' }),
  go('Actions', '/alerts?tab=silences&silence=new', 'Write a silence', {
    words: 'new mute snooze',
  }),
];

const PARTS_OF_PAGES: readonly Command[] = [
  go('Pages', '/alerts?tab=ended', 'Ended alerts', { words: 'history noisy resolved' }),
  go('Pages', '/alerts?tab=silences', 'Silences', { words: 'mute alerts' }),
  go('Pages', '/ingest?tab=tail', 'Live tail', { words: 'ingest events stream' }),
  go('Pages', '/ingest?tab=quarantine', 'Quarantine', { words: 'ingest refused replay' }),
  go('Pages', '/ingest?tab=contract', 'Data contract', { words: 'ingest schema fields' }),
];

const addressOf = (id: string, tab: string | null): string =>
  `/w/${encodeURIComponent(id)}${tab === null ? '' : `?tab=${tab}`}`;

/** Everything that can be gone to or done, in the order in which it is offered. */
export function listCommands({
  workloads,
  openWorkload,
  settings,
}: ListCommandsInput): readonly Command[] {
  const open = workloads?.find(({ workload }) => workload === openWorkload);
  const ofOpen =
    openWorkload === null
      ? []
      : TABS_OF_WORKLOAD.map(({ tab, name }) =>
          go('This workload', addressOf(openWorkload, tab === 'overview' ? null : tab), name, {
            aside: open?.title ?? openWorkload,
          }),
        );
  return [
    ...ofOpen,
    ...PAGES.map(({ to, name, key, words }) => go('Pages', to, name, { words, keys: `g ${key}` })),
    ...(workloads ?? []).map(({ workload, title, owner, verdict }) =>
      go('Workloads', addressOf(workload, null), title, {
        aside: [VERDICT_LOOK[verdict].word, owner].filter(Boolean).join(', '),
        words: workload,
      }),
    ),
    ...PARTS_OF_PAGES,
    ...settings.map(({ tab, name }) =>
      go('Settings', `/settings?tab=${tab}`, name, { words: 'settings' }),
    ),
    ...ACTIONS,
  ];
}
