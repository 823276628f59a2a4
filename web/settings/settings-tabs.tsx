import type { ComponentType } from 'react';
import type { Scope } from '../api/use-may.ts';
import { Skeleton } from '../parts/part.tsx';
import { codePart } from '../shell/code-part.ts';
import { later } from '../shell/later.tsx';
import { peoplePart } from './people-part.ts';
import type { SettingsTab } from './settings-search.ts';

/** One part of the settings. */
export interface TabOfSettings {
  readonly tab: SettingsTab;
  readonly name: string;
  /** What one must be allowed to see it. */
  readonly needs: Scope;
  readonly Tab: ComponentType;
}

const PLACE = <Skeleton height="24rem" />;

const of = (tab: SettingsTab, name: string, needs: Scope, Tab: ComponentType): TabOfSettings => ({
  tab,
  name,
  needs,
  Tab,
});

const PeopleTab = later(peoplePart, PLACE);
const ReceiversTab = later(
  codePart(async () => (await import('../receivers/receivers-tab.tsx')).ReceiversTab),
  PLACE,
);
const RoutesTab = later(
  codePart(async () => (await import('../routing/routes-tab.tsx')).RoutesTab),
  PLACE,
);
const SingleSignOnTab = later(
  codePart(async () => (await import('./single-sign-on/single-sign-on-tab.tsx')).SingleSignOnTab),
  PLACE,
);
const AccountTab = later(
  codePart(async () => (await import('./account/account-tab.tsx')).AccountTab),
  PLACE,
);

/** Every part of the settings, in their order: one line each here and in `SETTINGS_TABS`. */
export const TABS_OF_SETTINGS: readonly TabOfSettings[] = [
  of('people', 'People', 'read', PeopleTab),
  of('receivers', 'Receivers', 'read', ReceiversTab),
  of('routes', 'Routes', 'read', RoutesTab),
  of('single-sign-on', 'Single sign-on', 'admin', SingleSignOnTab),
  of('account', 'Your account', 'read', AccountTab),
];
