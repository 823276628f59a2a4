import type { TestServer } from '../../support/server.ts';

/** A page of the dashboard, or a tab of one. */
export interface PageOfDashboard {
  /** The route's full path, as the router knows it. */
  readonly route: string;
  /** What stands behind it in the address, `tab` first; absent: the page as it opens. */
  readonly search?: string;
  /** What its parameters stand for; absent where it has none. */
  readonly path?: string;
  /** It stands outside the frame with the navigation, for those who have not signed in. */
  readonly isOutside?: true;
  /** It is the same whatever the server says, and asks it nothing. */
  readonly asksNothing?: true;
}

/** Of the sample organisation; another server may have another. */
export const SOME_WORKLOAD = 'support-copilot';
const WORKLOAD = { route: '/w/$id', path: `/w/${SOME_WORKLOAD}` } as const;

/** In place of a decision's id, which each server makes anew. */
const SOME_DECISION = 'some-decision';

/**
 * Every page and every tab of one, and what else changes the whole of a page. A page or a tab that
 * is missing here fails `tests/web/every-page.list.test.ts`.
 */
export const EVERY_PAGE: readonly PageOfDashboard[] = [
  { route: '/signin', isOutside: true },
  { route: '/' },
  WORKLOAD,
  { ...WORKLOAD, search: 'tab=return' },
  { ...WORKLOAD, search: 'tab=readiness' },
  { ...WORKLOAD, search: 'tab=readiness&record=edit' },
  { ...WORKLOAD, search: 'tab=compare&over=90d' },
  { ...WORKLOAD, search: 'tab=decisions' },
  { ...WORKLOAD, search: 'tab=audit' },
  { route: '/decisions' },
  { route: '/decisions/$id', path: `/decisions/${SOME_DECISION}` },
  { route: '/report' },
  { route: '/alerts' },
  { route: '/alerts', search: 'tab=ended' },
  { route: '/alerts', search: 'tab=silences&silence=new' },
  { route: '/rules' },
  { route: '/rules', search: 'rule=tool-calls-fail' },
  { route: '/policies' },
  { route: '/reviews' },
  { route: '/reviews', search: `workload=${SOME_WORKLOAD}` },
  { route: '/ingest' },
  { route: '/ingest', search: 'tab=tail&kind=feedback' },
  { route: '/ingest', search: 'tab=quarantine' },
  { route: '/ingest', search: 'tab=contract&kind=run' },
  { route: '/record' },
  { route: '/help', asksNothing: true },
  { route: '/settings' },
  { route: '/settings', search: 'tab=receivers' },
  { route: '/settings', search: 'tab=routes' },
  { route: '/settings', search: 'tab=single-sign-on' },
  { route: '/settings', search: 'tab=account' },
];

/** Where a page is, in one line of a report. */
export const addressOf = ({ route, path = route, search }: PageOfDashboard): string =>
  search === undefined ? path : `${path}?${search}`;

/** The same on a server, with a workload and a decision of its own where it needs one. */
export async function addressIn(
  server: Pick<TestServer, 'request'>,
  page: PageOfDashboard,
  workload = SOME_WORKLOAD,
): Promise<string> {
  const address = addressOf(page).replace(SOME_WORKLOAD, workload);
  if (!address.includes(SOME_DECISION)) return address;
  const response = await server.request('/api/decisions');
  const { items } = (await response.json()) as { items: { id: string }[] };
  const [first] = items;
  if (first === undefined) throw new Error('nothing is decided yet');
  return address.replace(SOME_DECISION, first.id);
}
