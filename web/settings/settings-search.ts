import { readReceiversSearch, type ReceiversSearch } from '../receivers/receivers-search.ts';
import { readRoutesSearch, type RoutesSearch } from '../routing/routes-search.ts';

export const SETTINGS_TABS = [
  'people',
  'receivers',
  'routes',
  'single-sign-on',
  'account',
] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** The part of the address that says what the settings page shows. */
export interface SettingsSearch extends ReceiversSearch, RoutesSearch {
  /** Absent: the people. */
  tab?: SettingsTab | undefined;
  /** Of the people: whom is being changed; `new` for one to be added. */
  person?: string | undefined;
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readSettingsSearch(raw: Record<string, unknown>): SettingsSearch {
  const search: SettingsSearch = {};
  const tab = SETTINGS_TABS.find((name) => name === raw['tab']);
  if (tab !== undefined) search.tab = tab;
  const { person } = raw;
  if (typeof person === 'string' && ID.test(person)) search.person = person;
  return { ...search, ...readReceiversSearch(raw), ...readRoutesSearch(raw) };
}
