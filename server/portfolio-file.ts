import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { oneAtATime } from '../core/one-at-a-time.ts';
import { portfolioItem, type PortfolioItem } from '../decisions/assessment/portfolio.ts';

/** Lines of the portfolio as they were last, so that a start need not wait for all of them anew. */
export interface PortfolioFile {
  /** The line that was known before the start; null where none was. */
  before(workload: string): PortfolioItem | null;
  /** Keeps the lines of all workloads for the next start, unless it has just done so; that it could not is logged. */
  keep(lines: readonly PortfolioItem[]): Promise<void>;
  /** Forgets all lines, when something that they are made of was erased; the next ones are kept at once. */
  forget(): Promise<void>;
}

/** Lines this much older than the stop are good enough until they are worked out anew. */
const KEEP_EVERY_MS = 60_000;

const document = z.array(portfolioItem);

/**
 * Reads the lines of `portfolio.json` in the data folder. What cannot be read is left out: nothing but the time of
 * the first answer depends on it.
 */
export async function openPortfolioFile(
  dataFolder: string,
  { now, log }: { readonly now: () => number; readonly log: Logger },
): Promise<PortfolioFile> {
  const path = join(dataFolder, 'portfolio.json');
  const lines = new Map((await read(path, log)).map((line) => [line.workload, line]));
  const draft = `${path}.draft`;
  const inTurn = oneAtATime();
  let keptMs = -Infinity;
  let forgottenMs = -Infinity;
  return {
    before: (workload) => lines.get(workload) ?? null,
    forget: () =>
      inTurn(async () => {
        lines.clear();
        keptMs = -Infinity;
        forgottenMs = now();
        await rm(path, { force: true });
        await rm(draft, { force: true });
      }),
    keep: (latest) =>
      inTurn(async () => {
        // A clock may have been set back.
        if (Math.abs(now() - keptMs) < KEEP_EVERY_MS) return;
        // Worked out before something was erased, they may still hold it.
        if (latest.some(({ assessed_at: at }) => Date.parse(at) <= forgottenMs)) return;
        keptMs = now();
        try {
          await write(draft, JSON.stringify(latest));
          await rename(draft, path);
        } catch (error) {
          log.warn({ err: error }, 'the portfolio could not be kept for the next start');
        }
      }),
  };
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function read(path: string, log: Logger): Promise<readonly PortfolioItem[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing)
      log.warn({ err: error }, 'the last portfolio cannot be read; all is worked out anew');
    return [];
  }
  try {
    return document.parse(JSON.parse(text));
  } catch (error) {
    // Of another version, or written by nobody here.
    log.warn({ err: error }, 'the last portfolio is of no use; all is worked out anew');
    return [];
  }
}
