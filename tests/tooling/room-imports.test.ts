import { beforeAll, describe, expect, it } from 'vitest';
import { lintTree, type Complaints } from './lint-tree.ts';

/** The rooms and the parts of rooms with rules of their own. */
const PLACES = [
  'core',
  'signals',
  'store',
  'ingest',
  'alerts',
  'alerts/condition',
  'alerts/labels',
  'decisions',
  'decisions/engine',
  'decisions/policy',
  'decisions/assessment',
  'decisions/backtest',
  'server',
  'web',
  'tests',
] as const;
type Place = (typeof PLACES)[number];

const PURE_ALERTS = ['alerts/condition', 'alerts/labels'] as const;
const PURE_DECISIONS = [
  'decisions/engine',
  'decisions/policy',
  'decisions/assessment',
  'decisions/backtest',
] as const;
const ALERTS = ['alerts', ...PURE_ALERTS] as const;
const DECISIONS = ['decisions', ...PURE_DECISIONS] as const;
const LEFT_OF_SERVER = ['core', 'signals', 'store', 'ingest', ...ALERTS, ...DECISIONS] as const;

/** The whole plan, said a second time and by hand: what may be imported from where. */
const PLAN: Readonly<Record<Place, readonly Place[]>> = {
  core: ['core'],
  signals: ['core', 'signals'],
  store: ['core', 'signals', 'store'],
  ingest: ['core', 'signals', 'store', 'ingest'],
  alerts: ['core', 'signals', 'store', ...ALERTS],
  'alerts/condition': ['core', 'signals', ...PURE_ALERTS],
  'alerts/labels': ['core', 'signals', ...PURE_ALERTS],
  decisions: ['core', 'signals', 'store', ...DECISIONS],
  'decisions/engine': ['core', 'signals', ...PURE_DECISIONS],
  'decisions/policy': ['core', 'signals', ...PURE_DECISIONS],
  'decisions/assessment': ['core', 'signals', ...PURE_DECISIONS],
  'decisions/backtest': ['core', 'signals', ...PURE_DECISIONS],
  server: [...LEFT_OF_SERVER, 'server'],
  web: ['core', 'signals', ...PURE_ALERTS, ...PURE_DECISIONS, 'web'],
  tests: PLACES,
};

/** Ways to write an import, each with whether it imports more than types. */
const FORMS = {
  value: (from: string) => `import { thing } from '${from}';\nvoid thing;\n`,
  type: (from: string) => `import type { Thing } from '${from}';\nexport let a: Thing;\n`,
  reexport: (from: string) => `export { thing } from '${from}';\n`,
  all: (from: string) => `export * from '${from}';\n`,
  dynamic: (from: string) => `void import('${from}');\n`,
  typeExpression: (from: string) => `export let a: typeof import('${from}');\n`,
} as const;

const upFrom = (place: Place): string => '../'.repeat(place.split('/').length + 1);
const fileName = (to: string, form: string) =>
  `${to.replaceAll('/', '-')}-${form.toLowerCase()}.ts`;

interface Import {
  readonly path: string;
  readonly text: string;
  readonly isAllowed: boolean;
}

const between = (from: Place, to: Place): Import[] =>
  Object.entries(FORMS).map(([form, write]) => ({
    path: `${from}/imports/${fileName(to, form)}`,
    text: write(`${upFrom(from)}${to}/thing.ts`),
    isAllowed: PLAN[from].includes(to),
  }));

const application = (place: Place): Import[] =>
  Object.entries(FORMS).map(([form, write]) => ({
    path: `${place}/imports/${fileName('app', form)}`,
    text: write(`${upFrom(place)}server/app.ts`),
    isAllowed: place === 'web' && form.startsWith('type'),
  }));

const packages = (name: string, owners: readonly Place[]): Import[] =>
  PLACES.map((place) => ({
    path: `${place}/packages/${name.replaceAll(/\W+/g, '-')}.ts`,
    text: FORMS.value(name),
    isAllowed: owners.includes(place),
  }));

const NODE_PLACES = ['store', 'ingest', 'alerts', 'decisions', 'server', 'tests'] as const;

const groups: Readonly<Record<string, readonly Import[]>> = {
  ...Object.fromEntries(PLACES.map((from) => [from, PLACES.flatMap((to) => between(from, to))])),
  'the type of the application': (['core', 'decisions/engine', 'ingest', 'web'] as const).flatMap(
    application,
  ),
  'the database client': [
    ...packages('chdb', ['store', 'tests']),
    ...packages('chdb/connection', ['store', 'tests']),
    ...packages('@clickhouse/client', ['store', 'tests']),
  ],
  'modules of Node': packages('node:path', NODE_PLACES),
};

describe('imports', () => {
  let complaints: Complaints;

  beforeAll(async () => {
    const imports = Object.values(groups).flat();
    complaints = await lintTree(Object.fromEntries(imports.map(({ path, text }) => [path, text])));
  });

  it.each(Object.keys(groups))('of %s are those of the plan', (name) => {
    const imports = groups[name] ?? [];
    const isAllowed = (path: string): boolean => !complaints.get(path)?.has('room-imports');
    expect(imports.length).toBeGreaterThan(0);
    expect(Object.fromEntries(imports.map(({ path }) => [path, isAllowed(path)]))).toEqual(
      Object.fromEntries(imports.map((one) => [one.path, one.isAllowed])),
    );
  });
});
