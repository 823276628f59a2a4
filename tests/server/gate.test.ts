import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import {
  answerGate,
  type GateAssessment,
  type GateVerdict,
} from '../../server/commands/gate-answer.ts';
import { useOwnServer } from '../support/own-server.ts';
import { runCommand, type CommandRun } from '../support/run-command.ts';

// Each command is a process that has to load the program first.
vi.setConfig({ testTimeout: 120_000 });

const server = useOwnServer();

/** Runs `bellwether gate` as a pipeline would. */
const runGate = (args: readonly string[], env: Record<string, string> = {}): Promise<CommandRun> =>
  runCommand(['gate', ...args], { env: { BELLWETHER_ADMIN_KEY: server().adminKey, ...env } });

/** Thirty days of runs that are worth their cost. */
async function send(workload: string, fields: (i: number) => object): Promise<void> {
  const startMs = floorTo(Date.now(), HOUR_MS) - 30 * DAY_MS;
  const events = Array.from({ length: 30 * 24 * 8 }, (_, i) => ({
    kind: 'run',
    workload,
    id: `${i}`,
    ts: startMs + i * 7.5 * MINUTE_MS,
    cost_usd: i % 2 === 0 ? 0.1 : 0.12,
    value_usd: i % 2 === 0 ? 0.9 : 1.1,
    ...fields(i),
  }));
  const sent = await server().ask('/v1/events', events);
  expect(sent).toMatchObject({ status: 202, body: { rejected: [] } });
}

beforeAll(async () => {
  await send('well-proven', () => ({ hallucination: false }));
  await send('never-judged', () => ({}));
  await send('often-wrong', (i) => ({ hallucination: i % 5 === 0 }));
  await server().ask('/api/workloads/without-telemetry', {}, { method: 'PUT' });
  await server().request('/api/ingest/flush', { method: 'POST' });
});

test('a pipeline is told yes, no or insufficient by the exit code, and why in words', async () => {
  const { url } = server();
  const at = ['--url', url];
  const asked: [readonly string[], number, readonly string[]][] = [
    [
      ['well-proven', '--require', 'scale', ...at],
      0,
      ['yes: well-proven is at scale, scale is required'],
    ],
    [
      ['often-wrong', '--require', 'scale', ...at],
      1,
      ['no: often-wrong is at hold', 'operations: Hallucination rate'],
    ],
    [
      ['never-judged', '--require', 'scale', ...at],
      2,
      ['insufficient: never-judged is at hold', 'operations: Not proven yet'],
    ],
    [['never-judged', '--require', 'hold', ...at], 0, ['yes: never-judged is at hold']],
    [
      ['without-telemetry', '--require', 'hold', ...at],
      2,
      ['insufficient: ', 'there is no full hour of telemetry'],
    ],
    [['unheard-of', '--require', 'scale', ...at], 2, ['there is no workload unheard-of']],
  ];
  const ran = await Promise.all(asked.map(([args]) => runGate(args)));
  for (const [i, [, code, words]] of asked.entries()) {
    for (const word of words) expect(ran[i]?.printed).toContain(word);
    expect(ran[i]?.code, ran[i]?.printed).toBe(code);
  }
});

test('what cannot be asked is told, and is insufficient rather than no', async () => {
  const { url } = server();
  const asked: [readonly string[], Record<string, string>, string][] = [
    [['well-proven', '--require', 'scale', '--url', 'http://127.0.0.1:9'], {}, 'no server answers'],
    [['well-proven', '--require', 'scale', '--url', url, '--key', 'wrong'], {}, 'send a key'],
    [
      ['well-proven', '--require', 'scale', '--url', url],
      { BELLWETHER_ADMIN_KEY: '' },
      'give --key',
    ],
    [['well-proven', '--url', url], {}, '--require takes one of scale, hold, redesign'],
    [['--require', 'scale', '--url', url], {}, 'name the workload'],
    [['well-proven', '--requires', 'scale'], {}, 'no option --requires'],
  ];
  const ran = await Promise.all(asked.map(([args, env]) => runGate(args, env)));
  for (const [i, [, , words]] of asked.entries()) {
    expect(ran[i]?.printed).toContain(words);
    expect(ran[i]?.code).toBe(2);
  }
});

describe('the answer', () => {
  const SINCE = '2026-11-01T00:00:00.000Z';
  const assessed = (changes: Partial<GateAssessment>): GateAssessment => ({
    workload: 'w',
    at: '2026-11-20T00:00:00.000Z',
    verdict: 'hold',
    proposed: 'hold',
    since: SINCE,
    pending: null,
    sentence: 'As it is.',
    axes: (['value', 'operations', 'economics'] as const).map((axis) => ({
      axis,
      state: 'strong',
      because: `Why ${axis}.`,
    })),
    blocked_by: [],
    counterfactual: { binding: [], changes: [], samples_needed: [], turning_points: [] },
    ...changes,
  });
  const axes = (operations: 'strong' | 'weak' | 'unproven'): GateAssessment['axes'] => [
    { axis: 'value', state: 'strong', because: 'Value is there.' },
    { axis: 'operations', state: operations, because: 'It is not.' },
    { axis: 'economics', state: 'unproven', because: 'Nobody knows.' },
  ];
  const answerOf = (changes: Partial<GateAssessment>, required: GateVerdict = 'scale'): string =>
    answerGate(assessed(changes), required).answer;

  test('is insufficient only where evidence alone is missing', () => {
    expect(answerOf({ axes: axes('unproven') })).toBe('insufficient');
    expect(answerOf({ axes: axes('weak') })).toBe('no');
    expect(answerOf({ axes: axes('unproven'), blocked_by: ['gate:owners'] })).toBe('no');
    expect(answerOf({ axes: axes('unproven'), verdict: 'stop' })).toBe('no');
    expect(answerOf({ since: null, verdict: 'hold' }, 'hold')).toBe('insufficient');
  });

  test('is no where the verdict only waits for its time, or the table says so', () => {
    const pending = { verdict: 'scale' as const, since: SINCE, until: '2026-11-27T00:00:00.000Z' };
    expect(answerOf({ proposed: 'scale', pending })).toBe('no');
    expect(answerOf({})).toBe('no');
  });

  test('takes a better verdict than the required one for yes', () => {
    const verdicts = ['scale', 'hold', 'redesign', 'stop'] as const;
    const yes = (required: GateVerdict): string[] =>
      verdicts.filter((verdict) => answerOf({ verdict }, required) === 'yes');
    expect(yes('scale')).toEqual(['scale']);
    expect(yes('hold')).toEqual(['scale', 'hold']);
    expect(yes('redesign')).toEqual(['scale', 'hold', 'redesign']);
  });

  test('names what is weak or unproven, what blocks, what is pending and how many samples are missing', () => {
    const { reasons } = answerGate(
      assessed({
        axes: axes('weak'),
        blocked_by: ['gate:owners'],
        pending: { verdict: 'redesign', since: SINCE, until: '2026-11-04T00:00:00.000Z' },
        counterfactual: {
          binding: [],
          changes: [],
          samples_needed: [
            { signal: 'roi', more: 12.2, days: 1.5 },
            { signal: 'uptime', more: 3, days: null },
          ],
          turning_points: [],
        },
      }),
      'scale',
    );
    expect(reasons).toEqual([
      'As it is.',
      'operations: It is not.',
      'economics: Nobody knows.',
      'Blocked by gate:owners.',
      `redesign is proposed since ${SINCE}, to be published at 2026-11-04T00:00:00.000Z.`,
      "roi needs 13 more samples, about 2 days at today's rate.",
      'uptime needs 3 more samples.',
    ]);
  });
});
