import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo } from '../../core/time.ts';
import { backtest } from '../../decisions/backtest/backtest.ts';
import { useOwnServer } from '../support/own-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCommand, type CommandRun } from '../support/run-command.ts';

// Each command is a process that has to load the program first.
vi.setConfig({ testTimeout: 120_000 });

const server = useOwnServer();
const folder = temporaryFolder('backtest-command');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs the command line as a pipeline would. */
function runBacktest(...args: readonly string[]): Promise<CommandRun> {
  const { url, adminKey } = server();
  const env = { BELLWETHER_ADMIN_KEY: adminKey };
  return runCommand(['backtest', '--url', url, ...args], { env });
}

const policy = (limit: number): string => `id: pilot
signals:
  error_rate: {role: required, limit: ${limit}, min_sample: 30}
table:
  - {value: any, operations: weak, economics: any, verdict: stop, words: fails}
  - {value: any, operations: any, economics: any, verdict: hold, words: waits}
dwell: {stop: 2d}
`;

test('a policy in a file is tried on the server, and its exit code tells whether a verdict differs', async () => {
  const nowMs = floorTo(Date.now(), HOUR_MS);
  await server().request('/api/policies/pilot', {
    method: 'PUT',
    headers: { 'content-type': 'application/yaml' },
    body: policy(0.5),
  });
  await server().ask('/api/workloads/copilot', { policy: 'pilot' }, { method: 'PUT' });
  const runs = Array.from({ length: 10 * 48 }, (_, i) => ({
    kind: 'run',
    workload: 'copilot',
    id: `${i}`,
    ts: nowMs - 10 * DAY_MS + (i * HOUR_MS) / 2,
    ok: i % 4 !== 0,
  }));
  await server().ask('/v1/events', runs);
  await server().ask('/api/ingest/flush', {});

  const strict = file('strict.yaml', policy(0.05));
  const [same, stricter, asJson] = await Promise.all([
    runBacktest(file('same.yml', policy(0.5))),
    runBacktest(strict),
    runBacktest(strict, '--json', '--against', 'pilot@1', '--workloads', 'copilot'),
  ]);
  expect(same).toMatchObject({
    code: 0,
    output: expect.stringContaining('0 of 1 workloads would have had another verdict'),
  });
  expect(stricter.code, stricter.remarks).toBe(1);
  expect(stricter.output).toContain('pilot (not kept yet) against pilot (version 1)');
  expect(stricter.output).toContain('  Error rate: limit 50 % → 5 %, stricter');
  expect(stricter.output).toMatch(/^copilot +hold → stop +\d+\.\d +/m);
  expect(stricter.output).toMatch(/^ {2}\d{4}-\d\d-\d\d \d\d:00Z to .* hold → stop$/m);
  expect(stricter.output).toContain('1 of 1 workloads would have had another verdict');
  expect(asJson.code, asJson.remarks).toBe(1);
  expect(backtest.parse(JSON.parse(asJson.output)).summary.affected).toBe(1);
  expect((await server().request('/api/policies/pilot')).headers.get('etag')).toBe('"1"');
});

test('what cannot be tried is said with its reason, and exits 2', async () => {
  const good = file('good.yaml', 'id: pilot\nextends: default\n');
  const cases: [readonly string[], string][] = [
    [[good, good], 'name one file'],
    [[join(folder, 'none.yaml')], "can't be read"],
    [[file('broken.yaml', 'a: [1')], 'line 1'],
    [[file('nameless.json', '{}')], 'states no id'],
    [
      [file('faulty.yaml', 'id: pilot\nsignals: {speed: {role: advisory}}')],
      'document.signals.speed: no such signal',
    ],
    [[good, '--against', 'pilot@77'], 'there is no policy pilot@77'],
    [[good, '--from', '2999-01-01'], 'from: '],
    [[good, '--workload', 'copilot'], 'there is no option --workload'],
    [[good, '--url', 'http://127.0.0.1:9'], 'no server answers'],
  ];
  const ran = await Promise.all(
    cases.map(async ([args, words]) => ({ ...(await runBacktest(...args)), words })),
  );
  for (const { code, remarks, words } of ran) {
    expect(remarks).toContain(words);
    expect(code, remarks).toBe(2);
  }
});
