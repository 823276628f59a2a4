import { createHash, randomUUID } from 'node:crypto';
import type { AlertLog, AlertLogKind } from '../../alerts/alert-log.ts';
import { createAlertEngine, type AlertEngine } from '../../alerts/engine/alert-engine.ts';
import type { Episode } from '../../alerts/episode/episode.ts';
import { describeText } from '../../alerts/episode/describe-text.ts';
import type { Transition } from '../../alerts/episode/step-alert.ts';
import { compileRule, type CompiledRule } from '../../alerts/rule/compiled-rule.ts';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import { openAlertLog } from '../../store/alert-log.ts';
import { listFirstSeen } from '../../store/questions/list-first-seen.ts';
import { run, useStore } from '../store/store-under-test.ts';
import type { RawRow } from '../support/segments.ts';

/** The instant that minutes are counted from; long enough ago that every minute of a test is over. */
export const START = floorTo(Date.now(), HOUR_MS) - 12 * HOUR_MS;

export const alertId = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** A rule with what a test does not care about left out. */
export const ruleOf = (id: string, fields: object, version = 1): CompiledRule =>
  compileRule(ruleDocument.parse({ id, title: id, ...fields }), version);

/** A run or an event of a minute. */
export type Sent = Readonly<Record<string, string | number | boolean | null>>;

/** An engine over a database of the test file's own, whose clock and rules the test moves. */
export interface World {
  rules: readonly CompiledRule[];
  workloads: readonly WorkloadDocument[];
  engine: AlertEngine;
  /** Up to when telemetry is in the database, epoch milliseconds; Infinity: all of it is. */
  settledMs: number;
  readonly transitions: Transition[];
  /** Lets time pass until a minute is due, evaluating each in its turn. */
  until(minute: number): Promise<void>;
  /** The same without evaluating anything on the way. */
  sleepUntil(minute: number): void;
  /** What a new process would find. */
  restart(): Promise<void>;
  /** Every transition so far as `minute to reason`, of one rule and value. */
  told(rule: string, value?: string): string[];
  /** Episodes of a rule, those that ended first, in the order of their beginning. */
  episodes(rule: string): Episode[];
}

/** A log in memory, for what is about evaluation over many minutes and not about the database. */
export function memoryLog(): AlertLog {
  const kept = new Map<string, string>();
  return {
    async append(entries) {
      for (const { kind, id, document } of entries) {
        if (document === null) kept.delete(`${kind} ${id}`);
        else kept.set(`${kind} ${id}`, JSON.stringify(document));
      }
    },
    async load(kind) {
      const own = [...kept].filter(([key]) => key.startsWith(`${kind} `));
      return new Map(
        own.map(([key, text]) => [key.slice(kind.length + 1), JSON.parse(text) as unknown]),
      );
    },
  };
}

/** A database, and worlds over it, one after another. */
export function useWorlds() {
  const { database, send } = useStore('embedded');
  /** Answers about minutes: several runs over the same telemetry ask the same. */
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    let answer = known.get(key) as Promise<T> | undefined;
    if (answer === undefined) known.set(key, (answer = ask()));
    return answer;
  };
  /** Stores runs of a workload: for each minute from `from` on, what `rowsOf` says. */
  const sendMinutes = async (
    workload: string,
    [from, to]: readonly [number, number],
    rowsOf: (minute: number) => readonly Sent[],
    table: 'runs' | 'events' = 'runs',
  ): Promise<void> => {
    const rows: RawRow[] = [];
    for (let minute = from; minute <= to; minute += 1) {
      for (const [i, row] of rowsOf(minute).entries()) {
        rows.push(run(workload, randomUUID(), START + minute * MINUTE_MS + i, row));
      }
    }
    known.clear();
    if (rows.length > 0) await send(table, rows);
  };
  /** Runs by minute, the first of them failed. */
  const sendErrors = (workload: string, counts: readonly (readonly [number, number])[]) =>
    sendMinutes(workload, [0, counts.length - 1], (minute) => {
      const [count, errors] = counts[minute]!;
      return Array.from({ length: count }, (_, i) => ({ ok: i < errors ? 0 : 1 }));
    });

  const startWorld = async (
    workloads: readonly string[],
    rules: readonly CompiledRule[],
    wrapLog: (log: AlertLog) => AlertLog = (log) => log,
  ): Promise<World> => {
    await database().command('test', 'TRUNCATE TABLE alert_log');
    let nowMs = START;
    let evaluated = -1;
    const open = async (): Promise<AlertEngine> =>
      createAlertEngine({
        database: {
          ...database(),
          queryNative: (name, sql, parameters) =>
            once(JSON.stringify([sql, parameters]), () =>
              database().queryNative(name, sql, parameters),
            ),
        },
        log: wrapLog(await openAlertLog<AlertLogKind>(database(), () => nowMs)),
        readHistories: () => Promise.reject(new Error('no rule here needs a history')),
        rules: () => world.rules,
        workloads: () => world.workloads,
        firstSeen: () => once('first seen', () => listFirstSeen(database(), 0)),
        now: () => nowMs,
        elapsedMs: () => nowMs,
        settledMs: () => Promise.resolve(world.settledMs),
        tools: { alertId, describe: describeText },
        onChange: (transitions) => world.transitions.push(...transitions),
      });
    const sleepUntil = (minute: number): void => {
      evaluated = minute;
      nowMs = START + (minute + 1) * MINUTE_MS + 1;
    };
    const world: World = {
      rules,
      workloads: workloads.map(workloadOnSight),
      engine: undefined as never,
      settledMs: Infinity,
      transitions: [],
      async until(minute) {
        while (evaluated < minute) {
          sleepUntil(evaluated + 1);
          await world.engine.catchUp();
        }
      },
      sleepUntil,
      async restart() {
        world.engine = await open();
      },
      told(rule, value) {
        const ids = workloads.map((id) =>
          alertId(
            rule,
            id,
            value === undefined ? '' : value === 'no_data' ? 'no_data ' : `=${value}`,
          ),
        );
        return world.transitions
          .filter(({ alert }) => ids.includes(alert))
          .map(({ atMs, to, reason }) =>
            [(atMs - START) / MINUTE_MS, to, ...(reason === null ? [] : [reason])].join(' '),
          );
      },
      episodes: (rule) =>
        [...world.engine.ended(), ...world.engine.open()]
          .filter((one) => one.rule === rule)
          .toSorted((a, b) => a.firedMs - b.firedMs),
    };
    await world.restart();
    await world.until(0);
    return world;
  };
  return { database, sendMinutes, sendErrors, startWorld };
}
