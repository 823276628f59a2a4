import { codePart } from '../shell/code-part.ts';

/** What the settings open with. */
export const peoplePart = codePart(async () => (await import('./people/people-tab.tsx')).PeopleTab);
