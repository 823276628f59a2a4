import { describe, expect, test } from 'vitest';
import { compileMatchers, equalMatchers } from '../../alerts/labels/matcher.ts';
import { parseRoutes, type RoutesDocument } from '../../alerts/people/route-document.ts';
import { compileRoute, routesOf } from '../../alerts/people/route.ts';
import { addRoute, moveItem, readDraft, writeDraft } from '../../web/routing/route-draft.ts';
import { routesOfAlert } from '../../web/routing/route-of-alert.ts';
import { readRoutesSearch } from '../../web/routing/routes-search.ts';
import { tellHow, tellInhibition, tellWhere, tellWho } from '../../web/routing/tell-route.ts';
import { sampleAlert } from './support/sample-alerts.ts';

const ROUTES: RoutesDocument = parseRoutes(
  {
    routes: [
      {
        match: { severity: 'page', team: '' },
        matchers: [
          { label: 'workload', op: '=~', value: 'support-.*' },
          { label: 'team', op: '!=', value: 'x' },
        ],
        receiver: 'ops-hook',
        escalate: [{ after: '15m', receiver: 'lead' }],
        continue: true,
      },
      { match: { workload: 'refunds' }, receiver: null },
      {
        receiver: 'mail',
        group_by: [],
        mute: [
          {
            time_zone: 'Europe/Berlin',
            weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
            from: '18:00',
            to: '08:00',
          },
        ],
      },
    ],
    inhibit: [
      {
        source: [{ label: 'severity', value: 'page' }],
        target: [{ label: 'severity', value: 'warn' }],
        equal: ['workload'],
      },
    ],
  },
  () => true,
);
const draft = writeDraft(ROUTES);

test('routes that are opened and saved are the same again, every member of them', () => {
  expect(readDraft(draft)).toEqual(ROUTES);
});

describe('a route in words', () => {
  const [first, second, last] = draft.routes;

  test('says which alerts it takes, who is told and who is next', () => {
    expect(tellWho(first!, false)).toBe(
      'Alerts whose severity is page and team is empty and workload matches support-.* and team is not x',
    );
    expect(tellWhere(first!)).toBe('→ ops-hook, after 15 minutes unacknowledged → lead');
    expect(tellWhere(second!)).toBe('→ nobody');
    expect(tellWho(last!, true)).toBe('Everything else');
  });

  test('says when it is quiet, in which zone', () => {
    expect(tellHow(last!)).toBe(
      'all in one message; again every 4 hours; quiet Mon to Fri 18:00 to 08:00 (Europe/Berlin)',
    );
    expect(tellHow(first!)).toContain('later routes are asked too');
  });

  test('says what an inhibition holds back', () => {
    expect(tellInhibition(draft.inhibit[0]!)).toBe(
      'While an alert fires whose severity is page, alerts with the same workload are not told whose severity is warn.',
    );
  });
});

describe('the way of an alert', () => {
  const alerts = [
    sampleAlert({ severity: 'page', labels: { workload: 'support-eu' } }),
    sampleAlert({ severity: 'page', labels: { workload: 'support-eu', team: 'x' } }),
    sampleAlert({ severity: 'warn', labels: { workload: 'refunds' } }),
    sampleAlert({ severity: 'info', labels: { workload: 'claims' } }),
  ];

  test('is the one that the server takes, whatever its labels', () => {
    const compiled = ROUTES.routes.map(compileRoute);
    for (const alert of alerts) {
      const labels = { ...alert.labels, severity: alert.severity };
      const taken = routesOf(compiled, labels).map((route) => compiled.indexOf(route) + 1);
      expect(routesOfAlert(alert, draft)?.map(({ number }) => number)).toEqual(taken);
    }
  });

  test('follows a change before it is saved', () => {
    const [alert] = alerts;
    const moved = { routes: moveItem(draft.routes, 2, -2) };
    expect(routesOfAlert(alert!, moved)).toEqual([{ number: 1, where: '→ mail' }]);
    const broken = [
      { ...draft.routes[0]!, matchers: [{ label: '', op: '=', value: '' } as const] },
    ];
    expect(routesOfAlert(alert!, { routes: broken })).toBeNull();
  });
});

test('a new route comes before the one that takes everything else', () => {
  expect(addRoute(draft, 'new', 'ops-hook').routes.map(({ key }) => key)).toEqual([
    'kept-0',
    'kept-1',
    'new',
    'kept-2',
  ]);
  const first = readDraft(addRoute({ routes: [], inhibit: [] }, 'new', null));
  expect(parseRoutes({ ...first }, () => true).routes).toHaveLength(1);
});

test('a label that is asked for twice is asked for twice', () => {
  const matchers = equalMatchers({ team: 'a' });
  const twice = { ...draft.routes[0]!, matchers: [...matchers, ...equalMatchers({ team: 'b' })] };
  const [route] = readDraft({ routes: [twice], inhibit: [] }).routes;
  const isMeant = compileMatchers([...equalMatchers(route!.match), ...route!.matchers]);
  expect(isMeant({ team: 'a' })).toBe(false);
  expect(isMeant({ team: 'b' })).toBe(false);
});

test('the address holds which alert is tried', () => {
  expect(readRoutesSearch({ alert: 'f3a29c01d4e85b67-3' })).toEqual({
    alert: 'f3a29c01d4e85b67-3',
  });
  expect(readRoutesSearch({ alert: '<script>' })).toEqual({});
});
