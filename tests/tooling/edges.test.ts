import { beforeAll, describe, expect, it } from 'vitest';
import { lintTree, type Complaints } from './lint-tree.ts';

/** Rooms that take clock, randomness, configuration and network as parameters. */
const CLOSED = [
  'core',
  'signals',
  'store/questions',
  'ingest',
  'alerts',
  'alerts/condition',
  'alerts/labels',
  'decisions',
  'decisions/engine',
] as const;
const OPEN = ['server', 'tests'] as const;

/** Ways to reach the outside world. */
const REACHES: Readonly<Record<string, string>> = {
  'date-now': 'void Date.now();\n',
  'date-now-handed-on': 'export const clock = { now: Date.now };\n',
  'date-now-destructured': 'const { now } = Date;\nvoid now();\n',
  'new-date': 'void new Date();\n',
  'date-called': 'void Date();\n',
  'date-of-global': 'void new globalThis.Date();\n',
  'math-random': 'void Math.random();\n',
  'process-env': "void process.env['HOME'];\n",
  'process-env-in-brackets': "void process['env'];\n",
  'process-imported': "import process from 'node:process';\nvoid process.env;\n",
  'performance-now': 'void performance.now();\n',
  'performance-imported':
    "import { performance } from 'node:perf_hooks';\nvoid performance.now();\n",
  'crypto-uuid': 'void crypto.randomUUID();\n',
  'crypto-of-global': 'void globalThis.crypto.randomUUID();\n',
  'crypto-imported': "import { randomUUID } from 'node:crypto';\nvoid randomUUID();\n",
  'crypto-default': "import crypto from 'node:crypto';\nvoid crypto.randomUUID();\n",
  'random-bytes': "import { randomBytes } from 'node:crypto';\nvoid randomBytes(8);\n",
  fetch: "await fetch('http://elsewhere');\n",
  'fetch-of-global': "await globalThis.fetch('http://elsewhere');\n",
  http: "import { request } from 'node:http';\nrequest('http://elsewhere');\n",
  'http-unprefixed': "import { request } from 'http';\nrequest('http://elsewhere');\n",
  https: "import { request } from 'node:https';\nrequest('https://elsewhere');\n",
  net: "import { connect } from 'node:net';\nconnect(80);\n",
  dns: "import { lookup } from 'node:dns/promises';\nawait lookup('elsewhere');\n",
};

const RULES = [
  'clock-handed-in',
  'no-restricted-globals',
  'no-restricted-imports',
  'no-restricted-properties',
];

describe('clock, randomness, environment and network', () => {
  let complaints: Complaints;
  const reachesOutside = (path: string): boolean =>
    RULES.some((rule) => complaints.get(path)?.has(rule));
  const verdicts = (place: string) =>
    Object.fromEntries(
      Object.keys(REACHES).map((name) => [name, reachesOutside(`${place}/${name}.ts`)]),
    );
  const all = (isRefused: boolean) =>
    Object.fromEntries(Object.keys(REACHES).map((name) => [name, isRefused]));

  beforeAll(async () => {
    const files = [...CLOSED, ...OPEN].flatMap((place) =>
      Object.entries(REACHES).map(([name, text]) => [`${place}/${name}.ts`, text] as const),
    );
    complaints = await lintTree(Object.fromEntries(files));
  });

  it.each(CLOSED)('are refused in %s', (place) => expect(verdicts(place)).toEqual(all(true)));
  it.each(OPEN)('are allowed in %s', (place) => expect(verdicts(place)).toEqual(all(false)));
});
