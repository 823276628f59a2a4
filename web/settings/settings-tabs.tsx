import { lazy, type ComponentType } from 'react';
import type { Scope } from '../api/use-may.ts';
import { reach } from '../shell/reach.ts';
import type { SettingsTab } from './settings-search.ts';

/** One part of the settings. */
export interface TabOfSettings {
  readonly tab: SettingsTab;
  readonly name: string;
  /** What one must be allowed to see it. */
  readonly needs: Scope;
  readonly Tab: ComponentType;
}

const of = (tab: SettingsTab, name: string, needs: Scope, Tab: ComponentType): TabOfSettings => ({
  tab,
  name,
  needs,
  Tab,
});

const PeopleTab = lazy(async () => ({
  default: (await reach(() => import('./people/people-tab.tsx'))).PeopleTab,
}));
const ReceiversTab = lazy(async () => ({
  default: (await reach(() => import('../receivers/receivers-tab.tsx'))).ReceiversTab,
}));
const RoutesTab = lazy(async () => ({
  default: (await reach(() => import('../routing/routes-tab.tsx'))).RoutesTab,
}));
const SingleSignOnTab = lazy(async () => ({
  default: (await reach(() => import('./single-sign-on/single-sign-on-tab.tsx'))).SingleSignOnTab,
}));
const AccountTab = lazy(async () => ({
  default: (await reach(() => import('./account/account-tab.tsx'))).AccountTab,
}));

/** Every part of the settings, in their order: one line each here and in `SETTINGS_TABS`. */
export const TABS_OF_SETTINGS: readonly TabOfSettings[] = [
  of('people', 'People', 'read', PeopleTab),
  of('receivers', 'Receivers', 'read', ReceiversTab),
  of('routes', 'Routes', 'read', RoutesTab),
  of('single-sign-on', 'Single sign-on', 'admin', SingleSignOnTab),
  of('account', 'Your account', 'read', AccountTab),
];
