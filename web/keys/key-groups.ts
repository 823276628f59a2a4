import { KEY_HELP } from '../alerts/list-keys.ts';
import { DESK_KEY_HELP } from '../audit/desk-keys.ts';
import { PAGES } from '../shell/pages.ts';

/** A key and what it does; several keys of a sequence are apart by spaces. */
export interface KeyWords {
  readonly keys: string;
  readonly does: string;
}

/** Keys that work in one place. */
export interface KeyGroup {
  readonly name: string;
  readonly keys: readonly KeyWords[];
}

/** What opens the palette, as the keyboard in front of somebody names it. */
export const paletteKeys = (isMac: boolean): string => (isMac ? '⌘ K' : 'Ctrl K');

/** Every key of the dashboard in words, by the place where it works. */
export function listKeyGroups(isMac: boolean): readonly KeyGroup[] {
  return [
    {
      name: 'Everywhere',
      keys: [
        { keys: paletteKeys(isMac), does: 'go to or do anything by its name' },
        ...PAGES.map(({ key, name }) => ({ keys: `g ${key}`, does: name })),
        { keys: 'g h', does: 'what signals and verdicts mean' },
        { keys: '?', does: 'these keys' },
        { keys: 'Esc', does: 'close what is open' },
      ],
    },
    { name: 'Alerts', keys: KEY_HELP },
    { name: 'Audit', keys: DESK_KEY_HELP },
    {
      name: 'Charts',
      keys: [
        { keys: 'Tab', does: 'to the next chart' },
        { keys: '← or →', does: 'one step in time' },
        { keys: 'Home or End', does: 'first or last step' },
        { keys: 'Enter', does: 'raw runs behind the step' },
      ],
    },
    { name: 'Portfolio', keys: [{ keys: '↑ or ↓', does: 'workload above or below' }] },
  ];
}
