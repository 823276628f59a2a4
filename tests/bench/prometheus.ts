import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ALERT_SIGNALS, ALERT_WINDOW_MINUTES } from './alert-rules.ts';
import { workloadId } from './fill-rollups.ts';
import { findProgram, freePort, startProgram } from './peers.ts';

/** Two hours behind and one ahead: rules look at five minutes, and more would only take longer to load. */
const HOURS_BEHIND = 2;
const HOURS_AHEAD = 1;
const MINUTE_S = 60;
const INTERVAL_S = 5;
const LIMIT = 0.05;

/** How the same 10,000 limits are written for Prometheus. */
export type PrometheusWay = 'one rule each' | 'one rule that joins';

/** Seconds that Prometheus takes for one evaluation of all rules, several of them; null: not installed. */
export async function measurePrometheus(
  folder: string,
  workloads: number,
  way: PrometheusWay,
  rounds: number,
): Promise<number[] | null> {
  const [prometheus, promtool] = await Promise.all([
    findProgram('prometheus'),
    findProgram('promtool'),
  ]);
  if (prometheus === null || promtool === null) return null;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  await writeSamples(join(folder, 'samples.txt'), workloads);
  await run(promtool, [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    join(folder, 'samples.txt'),
    data,
  ]);
  const rules = way === 'one rule each' ? ruleEach(workloads) : RULE_THAT_JOINS;
  await writeFile(join(folder, 'rules.yml'), rules);
  await writeFile(
    join(folder, 'prometheus.yml'),
    `global: {evaluation_interval: ${INTERVAL_S}s}\nrule_files: [${join(folder, 'rules.yml')}]\n`,
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--storage.tsdb.retention.time=10d',
  ];
  const stop = await startProgram(prometheus, args, {}, `${url}/-/ready`);
  try {
    return await watchDurations(url, rounds);
  } finally {
    await stop();
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`);
}

/** Bad ones and all of them, by workload, signal and minute, and the limit of each. */
async function writeSamples(file: string, workloads: number): Promise<void> {
  const nowS = Math.floor(Date.now() / 1000 / MINUTE_S) * MINUTE_S;
  const firstS = nowS - HOURS_BEHIND * 3600;
  const lastS = nowS + HOURS_AHEAD * 3600;
  const stream = createWriteStream(file);
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  for (const name of ['bad', 'total', 'bound']) {
    await write(`# TYPE ${name} gauge\n`);
    for (let w = 0; w < workloads; w += 1) {
      const lines = ALERT_SIGNALS.flatMap(({ signal }, s) => {
        const labels = `${name}{workload="${workloadId(w)}",signal="${signal}"}`;
        const own: string[] = [];
        for (let at = firstS; at <= lastS; at += MINUTE_S) {
          const total = 4 + ((w * 7 + s * 3 + at / MINUTE_S) % 64);
          const bad = (w + s + at / MINUTE_S) % 97 < 3 ? Math.ceil(total / 4) : 0;
          const value = name === 'bad' ? bad : name === 'total' ? total : LIMIT;
          own.push(`${labels} ${value} ${at}`);
        }
        return own;
      });
      await write(`${lines.join('\n')}\n`);
    }
  }
  await write('# EOF\n');
  stream.end();
  await once(stream, 'close');
}

const overWindow = (name: string, selector: string): string =>
  `sum_over_time(${name}${selector}[${ALERT_WINDOW_MINUTES}m])`;

function ruleEach(workloads: number): string {
  const rules: string[] = [];
  for (let w = 0; w < workloads; w += 1) {
    for (const { signal } of ALERT_SIGNALS) {
      const selector = `{workload="${workloadId(w)}",signal="${signal}"}`;
      const share = `${overWindow('bad', selector)} / ${overWindow('total', selector)}`;
      rules.push(`  - {alert: 'r${rules.length}', expr: '${share} > ${LIMIT}', for: 3m}`);
    }
  }
  return `groups:\n- name: all\n  rules:\n${rules.join('\n')}\n`;
}

const RULE_THAT_JOINS = `groups:
- name: all
  rules:
  - {alert: all, expr: '${overWindow('bad', '')} / ${overWindow('total', '')} > bound', for: 3m}
`;

/** The durations of different evaluations, after the first ones, which warm up. */
async function watchDurations(url: string, rounds: number): Promise<number[]> {
  const seen: number[] = [];
  for (const deadline = Date.now() + 180_000; Date.now() < deadline && seen.length < rounds + 2;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const text = await (await fetch(`${url}/metrics`)).text();
    const found = /^prometheus_rule_group_last_duration_seconds\{[^}]*\} (\S+)$/m.exec(text)?.[1];
    const seconds = Number(found);
    if (seconds > 0 && seen.at(-1) !== seconds) seen.push(seconds);
  }
  return seen.slice(2);
}
