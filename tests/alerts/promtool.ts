import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  evaluationGrid,
  isBurnCase,
  type RuleCase,
  type ShownState,
} from '../../alerts/check/rule-case.ts';

/** `keep_firing_for` came with this version. */
const LEAST_VERSION = [2, 42] as const;

/** Whether there is a promtool that knows everything that is compared. */
export function hasPromtool(): boolean {
  const { stdout } = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
  const [, major = 0, minor = 0] = (/version (\d+)\.(\d+)/.exec(stdout ?? '') ?? []).map(Number);
  return major > LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor >= LEAST_VERSION[1]);
}

/** A range that ends at t, in seconds: the first bucket after t − length, as both ends are included. */
const range = (minutes: number): string => `[${minutes * 60 - 1}s]`;

function expressionOf(one: RuleCase): string {
  if (!isBurnCase(one)) return `${one.id} ${one.rule.op} ${one.rule.threshold}`;
  const { objective, factor, longMinutes, shortMinutes } = one.rule.burn;
  const [long, short] = [longMinutes, shortMinutes].map((minutes) => {
    const sum = (part: string): string => `sum_over_time(${one.id}_${part}${range(minutes)})`;
    return `${sum('bad')} / ${sum('total')} > ${factor} * (1 - ${objective})`;
  });
  return `${long} and ${short}`;
}

function ruleOf(one: RuleCase): object {
  const { forSeconds, keepFiringForSeconds } = one.rule;
  return {
    alert: one.id,
    expr: expressionOf(one),
    for: `${forSeconds}s`,
    keep_firing_for: `${keepFiringForSeconds}s`,
  };
}

/** Without an end, a series would be seen for five more minutes. */
const GAP = 'stale';

function valuesOf<Point extends { readonly t: number }>(
  series: readonly Point[],
  spacing: number,
  valueOf: (point: Point) => number | null,
): string {
  const points = new Map(series.map((point) => [point.t, valueOf(point)]));
  const slots = series.at(-1)!.t / spacing + 1;
  return Array.from({ length: slots }, (_, i) => points.get(i * spacing) ?? GAP).join(' ');
}

function seriesOf(one: RuleCase, spacing: number): { series: string; values: string }[] {
  const { id } = one;
  if (!isBurnCase(one)) {
    return [{ series: id, values: valuesOf(one.series, spacing, ({ value }) => value) }];
  }
  return [
    { series: `${id}_bad`, values: valuesOf(one.series, spacing, ({ bad }) => bad) },
    { series: `${id}_total`, values: valuesOf(one.series, spacing, ({ total }) => total) },
  ];
}

/** Writes rules and a test of them, in which no alert is expected: what fails says what there was. */
function writeTest(folder: string, interval: number, cases: readonly RuleCase[]): string {
  const rules = join(folder, `rules-${interval}.json`);
  const test = join(folder, `test-${interval}.json`);
  const spacing = Math.min(interval, 60);
  const lastSeconds = Math.max(...cases.map((one) => evaluationGrid(one).last));
  const steps = lastSeconds / interval + 1;
  writeFileSync(rules, JSON.stringify({ groups: [{ name: 'all', rules: cases.map(ruleOf) }] }));
  const group = {
    interval: `${spacing}s`,
    input_series: cases.flatMap((one) => seriesOf(one, spacing)),
    promql_expr_test: Array.from({ length: steps }, (_, i) => ({
      expr: 'ALERTS',
      eval_time: `${i * interval}s`,
    })),
  };
  const document = { rule_files: [rules], evaluation_interval: `${interval}s`, tests: [group] };
  writeFileSync(test, JSON.stringify(document));
  return test;
}

const SECONDS_OF = { h: 3600, m: 60, s: 1 } as const;

function readSeconds(duration: string): number {
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * SECONDS_OF[unit as keyof typeof SECONDS_OF],
    0,
  );
}

/** The states that were there instead of none, by case and second. */
function readStates(output: string): Map<string, Map<number, ShownState>> {
  const states = new Map<string, Map<number, ShownState>>();
  for (const found of output.matchAll(/expr: "ALERTS", time: (\w+),\n.*\n\s+got: (.*)/g)) {
    const [, time = '', alerts = ''] = found;
    for (const [, id = '', state] of alerts.matchAll(/alertname="(\w+)", alertstate="(\w+)"/g)) {
      const ofCase = states.get(id) ?? new Map<number, ShownState>();
      states.set(id, ofCase.set(readSeconds(time), state as ShownState));
    }
  }
  return states;
}

/**
 * The states in which Prometheus sees cases with the policy `clear`, whose series begin at 0.
 * @param folder for rules and tests
 * @returns for each case a function of t in seconds
 * @throws where promtool could not evaluate all of them
 */
export async function prometheusStates(
  folder: string,
  cases: readonly RuleCase[],
): Promise<(one: RuleCase, t: number) => ShownState> {
  const intervals = [...new Set(cases.map(({ interval }) => interval))];
  const tests = intervals.map((interval) =>
    writeTest(
      folder,
      interval,
      cases.filter((one) => one.interval === interval),
    ),
  );
  const output = await new Promise<string>((resolve) => {
    const options = { maxBuffer: 2 ** 28 };
    execFile('promtool', ['test', 'rules', ...tests], options, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
  const strange = output
    .split('\n')
    .filter((line) => !/^\s*(Unit Testing: .*|FAILED:|expr: .*|exp: nil|got: .*)?$/.test(line));
  if (strange.length > 0) throw new Error(strange.slice(0, 5).join('\n'));
  const states = readStates(output);
  return ({ id }, t) => states.get(id)?.get(t) ?? 'inactive';
}
