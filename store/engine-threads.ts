import { readFileSync, readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';

/** Where Linux lists the threads of the process that looks. */
const TASKS = '/proc/self/task';
/** Names of the engine's pools, and of what their threads do at the moment; Node's are called otherwise. */
const OF_ENGINE = /^(ThreadPool|Query|Merge|Bg)/;
/** Where cores are short, a thread so low gets a thirtieth of what those get that take telemetry. */
export const ENGINE_PRIORITY = 15;
/** The engine makes threads as it needs them. */
const LOWER_EVERY_MS = 1000;

/** What the system says of a thread that has ended meanwhile. */
const ENDED = new Set(['ENOENT', 'ESRCH']);
/** What it says where nobody may lower threads. */
const REFUSED = new Set(['EPERM', 'EACCES', 'ENOSYS']);

function codeOf(error: unknown): string {
  const { code, info } = error as { code?: string; info?: { code?: string } };
  return info?.code ?? code ?? '';
}

/** @returns whether the thread is the engine's, and low now */
function isLowered(thread: string): boolean {
  try {
    if (!OF_ENGINE.test(readFileSync(join(TASKS, thread, 'comm'), 'utf8'))) return false;
    // Linux takes a thread where others take a process.
    setPriority(Number(thread), ENGINE_PRIORITY);
    return true;
  } catch (error) {
    if (ENDED.has(codeOf(error))) return false;
    throw error;
  }
}

/**
 * Makes the threads on which the embedded engine scans, merges and inserts leave cores to those that
 * take telemetry, for as long as it runs: an acknowledgement takes several turns of the main thread, and
 * each of them came late beside questions over a year. Needs no right. Where it is refused all the same,
 * and elsewhere than on Linux, threads stay as they are.
 * @returns how to stop; threads then stay low
 */
export function keepEngineLow(): () => void {
  if (process.platform !== 'linux') return () => {};
  let low = new Set<string>();
  const timer = setInterval(() => {
    try {
      low = new Set(readdirSync(TASKS).filter((thread) => low.has(thread) || isLowered(thread)));
    } catch (error) {
      // Anything else, as too many open files, is over sooner or later.
      if (REFUSED.has(codeOf(error))) clearInterval(timer);
    }
  }, LOWER_EVERY_MS).unref();
  return () => clearInterval(timer);
}
