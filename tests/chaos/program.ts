import { setTimeout as wait } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { ownProcess, type OwnProcess } from '../support/own-process.ts';
import { heldMb } from './memory.ts';
import type { ProgramName } from './plan.ts';

/** How long a process may take to come up, the database being away included. */
const START_PATIENCE_MS = 300_000;
const RETRY_MS = 1000;
const HEAP_MB = 384;

/** A process of the product, watched as a supervisor would. */
export interface Program {
  readonly name: ProgramName;
  readonly url: string;
  pid(): number | null;
  /** What it held when garbage was last collected, in MB; null: it is down, or has just begun. */
  heldMb(): Promise<number | null>;
  /** Starts it until it listens; a start that is refused is tried again. */
  up(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it, as a crash or as an operator would, and starts it after a while. */
  restart(how: 'kill' | 'stop', afterMs: number): Promise<void>;
  /** Stops it in its tracks for a while, as a machine does that has no time for it. */
  freeze(forMs: number): Promise<void>;
  /** Moves its wall clock for a while, once it is up. */
  shiftClock(byMs: number, forMs: number): Promise<void>;
  /** Whether it is down though nobody ended it. */
  hasEndedByItself(): boolean;
  /** What each of its runs printed. */
  outputs(): readonly string[];
  /** How often a start was refused. */
  readonly refusedStarts: number;
}

const preload = (name: string): string => `--import=${new URL(name, import.meta.url).href}`;

/** @param path of the files between it and what is loaded before it: its clock, and what it holds */
export function createProgram(
  name: ProgramName,
  port: number,
  path: string,
  env: Readonly<Record<string, string>>,
): Program {
  const role = name === 'control' ? 'control' : 'ingest';
  const clockFile = `${path}.clock`;
  const heldFile = `${path}.held`;
  const one: OwnProcess = ownProcess(role, port, {
    ...env,
    CHAOS_CLOCK: clockFile,
    CHAOS_HELD: heldFile,
    // A heap that may grow for hours before anything is freed tells nothing about leaks.
    NODE_OPTIONS: `${preload('./clock-shift.mjs')} ${preload('./held-memory.mjs')} --max-old-space-size=${HEAP_MB}`,
  });
  const printed: string[] = [];
  let isWanted = false;
  let refusedStarts = 0;
  /** What ends or starts it, one after the other. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const turn = queue.then(task);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const end = async (how: () => Promise<void>): Promise<void> => {
    isWanted = false;
    await how();
    printed.push(one.output());
  };
  const up = async (): Promise<void> => {
    for (const endMs = Date.now() + START_PATIENCE_MS; ; await wait(RETRY_MS)) {
      try {
        await one.start();
        isWanted = true;
        return;
      } catch (error) {
        printed.push(one.output());
        refusedStarts += 1;
        if (Date.now() > endMs) throw error;
      }
    }
  };
  return {
    name,
    url: one.url,
    pid: () => one.pid(),
    heldMb: async () => {
      const pid = one.pid();
      return pid === null ? null : heldMb(heldFile, pid);
    },
    up: () => inTurn(up),
    kill: () => inTurn(() => end(() => one.kill())),
    stop: () => inTurn(() => end(() => one.stop())),
    restart: (how, afterMs) =>
      inTurn(async () => {
        await end(() => one[how]());
        await wait(afterMs);
        await up();
      }),
    freeze: (forMs) =>
      inTurn(async () => {
        one.signal('SIGSTOP');
        await wait(forMs);
        one.signal('SIGCONT');
      }),
    shiftClock: (byMs, forMs) =>
      inTurn(async () => {
        await writeFile(clockFile, String(byMs));
        await wait(forMs);
        await writeFile(clockFile, '0');
      }),
    hasEndedByItself: () => isWanted && one.pid() === null,
    outputs: () => [...printed, ...(isWanted ? [one.output()] : [])],
    get refusedStarts() {
      return refusedStarts;
    },
  };
}
