import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { HOUR_MS } from '../../core/time.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCommand } from '../support/run-command.ts';
import { check, checkOf, type Ran } from './check-in-process.ts';

// Each command is a process that has to load the program first.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = join('docs', 'check-sample.json');
const folder = temporaryFolder('check');
let files = 0;

/** Runs the command as a pipeline would. */
async function runProcess(args: readonly string[], input = ''): Promise<Ran> {
  const { code, printed } = await runCommand(['check', ...args], { input });
  return { code, output: printed };
}

function write(name: string, text: string): string {
  const path = join(folder, `${(files += 1)}-${name}`);
  writeFileSync(path, text);
  return path;
}

const GOOD = [
  { signal: 'hallucination_rate', value: 0.005, n: 2000 },
  { signal: 'value_per_run', value: 0.9, low: 0.8, high: 1, n: 2000 },
  { signal: 'roi', value: 3, low: 2.4, high: 3.6, n: 2000 },
];

/** Healthy runs, one every six minutes. */
function runs(days: number, fields: (i: number) => object = () => ({})): object[] {
  return Array.from({ length: days * 240 }, (_, i) => ({
    kind: 'run',
    ts: Date.UTC(2026, 0, 1) + (i * HOUR_MS) / 10,
    hallucination: false,
    cost_usd: i % 2 === 0 ? 0.1 : 0.12,
    value_usd: i % 2 === 0 ? 0.9 : 1.1,
    ...fields(i),
  }));
}

describe('the documents', () => {
  test('the sample file is as it expects', async () => {
    const { code, output } = await runProcess([SAMPLE]);
    expect(output).toContain('7 of 7 cases as expected');
    expect(code).toBe(0);
  });

  test('the examples of the page are as they expect', () => {
    const page = readFileSync(join(ROOT, 'docs', 'check.md'), 'utf8');
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)];
    const ran = examples.map(([, example]) => check(example ?? ''));
    expect(ran).toMatchObject([
      { code: 0, output: expect.stringContaining('1 of 1 cases as expected') },
      { code: 0, output: expect.stringContaining('2 of 2 cases as expected') },
    ]);
  });
});

test('a difference fails the check, and is told with what was expected and what was found', () => {
  const document = JSON.parse(readFileSync(join(ROOT, SAMPLE), 'utf8')) as {
    policies: { id: string; expect: object }[];
  };
  const [first] = document.policies;
  first!.expect = {
    verdict: 'hold',
    axes: { value: 'weak', economics: 'strong' },
    signals: { roi: 'fail', tool_call_success: 'pass', unheard_of: 'pass' },
    blocked_by: ['gate:owners'],
  };
  const { code, output } = checkOf(document);
  expect(code).toBe(1);
  expect(output.split('\n').slice(0, 7)).toEqual([
    `differs  ${first!.id}`,
    '  verdict: expected hold, found scale',
    '  axes.value: expected weak, found strong',
    '  signals.roi: expected fail, found pass',
    '  signals.unheard_of: expected pass, found no such signal',
    '  blocked_by: expected gate:owners, found nothing',
    expect.stringContaining('as expected  '),
  ]);
  expect(output).toContain('6 of 7 cases as expected');
});

test('events come to the verdict that they earn, prices, repeats, late reviews and dwell included', () => {
  const judgedWrong = runs(30, (i) => ({ id: `${i}` }));
  const reviews = judgedWrong.map((_, i) => ({
    kind: 'review',
    run: `${i}`,
    ts: Date.UTC(2026, 0, 29),
    hallucination: i % 4 === 0,
  }));
  const priced = (model: string) => () => ({
    cost_usd: null,
    provider: 'openai',
    model,
    tokens_in: 1000,
    tokens_out: 100,
  });
  const cases = {
    scaled: [runs(30), { verdict: 'scale', proposed: 'scale' }],
    'too early': [runs(5), { verdict: 'hold' }],
    'sent twice': [[...runs(30, (i) => ({ id: `${i % 50}` }))], { signals: { roi: 'uncertain' } }],
    'seen to be wrong later': [
      [...judgedWrong, ...reviews],
      { proposed: 'hold', signals: { hallucination_rate: 'fail' } },
    ],
    'priced by its tokens': [runs(30, priced('gpt-4.1')), { signals: { roi: 'pass' } }],
    'without a price': [runs(30, priced('unheard-of')), { signals: { roi: 'uncertain' } }],
    silent: [[], { verdict: 'hold', proposed: 'hold' }],
  } as const;
  const policies = Object.entries(cases).map(([id, [events, expected]]) => ({
    id,
    policy: 'default',
    events,
    expect: expected,
    ...(events.length === 0 ? { at: '2026-01-01T00:00:00Z' } : {}),
  }));
  const { code, output } = checkOf({ policies });
  expect(output).toContain('7 of 7 cases as expected');
  expect(code).toBe(0);
});

test('events after the instant asked about play no part', () => {
  const at = '2026-01-20T12:34:56Z';
  const [good, later] = [runs(30), runs(30, (i) => ({ hallucination: i > 24 * 200 }))];
  const of = (id: string, events: object[]) => ({ id, policy: 'default', at, events });
  const asked = { policies: [of('good', good), of('later', later)] };
  const { output } = check(JSON.stringify(asked), { print: true });
  const { policies } = JSON.parse(output) as { policies: { expect: object }[] };
  expect(policies[0]?.expect).toMatchObject({ verdict: 'scale' });
  expect(policies[1]?.expect).toEqual(policies[0]?.expect);
});

test('what --print writes is the same document, and is as it expects; also in YAML', () => {
  const document = { policies: [{ id: 'a', policy: 'default', signals: GOOD, gates: ['owners'] }] };
  const json = check(JSON.stringify(document), { print: true });
  expect(JSON.parse(json.output)).toEqual({
    policies: [
      {
        ...document.policies[0],
        expect: {
          verdict: 'scale',
          proposed: 'scale',
          axes: { value: 'strong', operations: 'strong', economics: 'strong' },
          signals: { hallucination_rate: 'pass', value_per_run: 'pass', roi: 'pass' },
          blocked_by: [],
        },
      },
    ],
  });
  expect(check(json.output)).toMatchObject({ code: 0 });

  const text = 'policies:\n  - id: a\n    policy: default\n    signals: []\n';
  const yaml = check(text, { isYaml: true, print: true });
  expect(parse(yaml.output)).toMatchObject({ policies: [{ expect: { verdict: 'hold' } }] });
  expect(check(yaml.output, { isYaml: true })).toMatchObject({ code: 0 });
});

test('as a process it reads a file or standard input and ends with 0, 1 or 2', async () => {
  const of = (verdict: string): string =>
    JSON.stringify({
      policies: [{ id: 'a', policy: 'default', signals: GOOD, expect: { verdict } }],
    });
  const yaml = 'policies: [{ id: a, policy: default, signals: [], expect: { verdict: hold } }]';
  const asked: [readonly string[], string, number, string][] = [
    [[], of('scale'), 0, '1 of 1 cases as expected'],
    [['-'], of('stop'), 1, 'verdict: expected stop, found scale'],
    [['--print', write('cases.yaml', yaml)], '', 0, 'verdict: hold'],
    [[], yaml, 0, '1 of 1 cases as expected'],
    [[], '{', 2, 'is not JSON'],
    [[], 'policies: *alias', 2, 'YAML'],
    [[join(folder, 'gone.json')], '', 2, "can't be read"],
    [[SAMPLE, SAMPLE], '', 2, 'name one file'],
    [[SAMPLE, '--pritn'], '', 2, 'no option --pritn'],
  ];
  const ran = await Promise.all(asked.map(([args, input]) => runProcess(args, input)));
  for (const [i, [, , code, words]] of asked.entries()) {
    expect(ran[i]?.output).toContain(words);
    expect(ran[i]?.code).toBe(code);
  }
});

test('what cannot be checked is told and never passes', () => {
  const one = { id: 'a', policy: 'default', signals: GOOD, expect: { verdict: 'scale' } };
  const documents: [object, string][] = [
    [{}, 'holds no case'],
    [{ policies: [] }, 'holds no case'],
    [{ policies: [one, one] }, 'two cases are called a'],
    [{ policies: [{ ...one, expect: {} }] }, 'case a expects nothing'],
    [{ policies: [{ ...one, expect: undefined }] }, 'case a expects nothing'],
    [{ policies: [{ ...one, expect: { verdikt: 'scale' } }] }, 'policies.0.expect'],
    [{ policies: [{ ...one, policy: 'unheard-of' }] }, 'case a: there is no policy "unheard-of"'],
    [{ policies: [{ ...one, policy: { grid: 1 } }] }, 'policies.0.policy.grid'],
    [{ policies: [{ ...one, policy: { table: [] } }] }, 'case a: policy policy: table: no row'],
    [{ policies: [{ ...one, workload: { stage: 'moon' } }] }, 'policies.0.workload.stage'],
    [{ policies: [{ ...one, events: [] }] }, 'one of signals and events'],
    [{ policies: [{ ...one, at: 'noon' }] }, 'policies.0.at'],
    [{ policies: [{ ...one, workload: { decision_due: '2026-01-01' } }] }, 'policies.0.at'],
    [
      { policies: [{ ...one, signals: [{ signal: 'vibes', value: 1 }] }] },
      'case a: there is no signal vibes',
    ],
    [{ policies: [{ ...one, signals: [{ signal: 'roi' }] }] }, 'one of value and state'],
    [
      { policies: [{ ...one, signals: [...GOOD, { signal: 'roi', value: 5 }] }] },
      'policies.0.signals: case a: states roi twice',
    ],
    [
      { policies: [{ id: 'a', policy: 'default', events: [{ kind: 'run', ts: 0, okay: 1 }] }] },
      'events.0.okay',
    ],
    [{ policies: [{ id: 'a', policy: 'default', events: [{ kind: 'run' }] }] }, 'events.0.ts'],
    [
      {
        policies: [
          {
            id: 'a',
            policy: 'default',
            workload: { id: 'a' },
            events: [{ kind: 'run', ts: 0, workload: 'b' }],
          },
        ],
      },
      'events.0.workload: expected a',
    ],
  ];
  for (const [document, words] of documents) {
    const { code, output } = checkOf(document);
    expect(output).toContain(words);
    expect(code, output).toBe(2);
  }
});
