import type { Logger } from 'pino';
import { oneAtATime } from '../core/one-at-a-time.ts';
import { DAY_MS, MINUTE_MS, floorTo } from '../core/time.ts';
import type { Database } from '../store/database.ts';
import { listEstimatedWorkloads, writeDesignEffects } from '../store/questions/design-effects.ts';
import { estimateDesignEffects } from '../store/questions/estimate-design-effects.ts';
import type { Touched } from '../decisions/live/telemetry-cache.ts';
import { repeat } from './repeat.ts';

/** Design effects are estimated from the runs of as many days as evidence usually reaches back. */
const WINDOW_MS = 28 * DAY_MS;
/** A day's effects count from when they are written, so they should be there soon after its start. */
const LOOK_EVERY_MS = 2 * MINUTE_MS;
/** Longer than it takes to write effects: who reads them before they are known reads what was in force. */
const WRITTEN_WITHIN_MS = 5000;
/** After a start, pages and telemetry go first. */
const FIRST_AFTER_MS = 5000;

/** Estimates and keeps how much runs in clusters are worth, day by day. */
export interface DesignEffects {
  /**
   * Estimates the day that has begun, of the workloads that have none of it yet; each day is looked at
   * once, and again after a failure. They are known from shortly after they are written: what was
   * assessed before on the same day stays what it was. Where the day ends meanwhile, the rest is left to
   * the next.
   * @throws BellwetherError `unavailable` where the database is away; to be tried again
   */
  keepToday(): Promise<void>;
  /**
   * The same of all workloads, known from the start of the day: for when months of history came at
   * once, whose hours of today are still to be assessed.
   */
  estimateToday(): Promise<void>;
  /** Runs a task while nothing is written, such as erasing what effects are made of. */
  paused<T>(task: () => Promise<T>): Promise<T>;
  /** Begins nothing more; resolves when what is under way has ended. */
  close(): Promise<void>;
}

/** What estimating works with. */
export interface DesignEffectDependencies {
  readonly database: Database;
  readonly now: () => number;
  /** Told of effects once they can be read. */
  readonly onWritten: (touched: Touched) => void;
}

export function createDesignEffects(dependencies: DesignEffectDependencies): DesignEffects {
  const { database, now, onWritten } = dependencies;
  let doneDayMs: number | null = null;
  let isClosed = false;
  const inTurn = oneAtATime();
  /** When what is written now can be read for sure; to the second. */
  const soon = (): number => floorTo(now() + WRITTEN_WITHIN_MS, 1000);

  /** @param knownAt the instants from which on what is written now is to count, ascending */
  async function estimate(
    dayMs: number,
    except: ReadonlySet<string>,
    knownAt: () => readonly [number, ...number[]],
  ): Promise<void> {
    const window = { fromMs: dayMs - WINDOW_MS, toMs: dayMs, except };
    const batches = estimateDesignEffects(database, window);
    const writeNext = async (): Promise<boolean> => {
      if (isClosed) return false;
      const next = await batches.next();
      if (next.done) return false;
      const effects = next.value;
      const instants = knownAt();
      // Dated tomorrow they would stand for tomorrow's, which are of another window.
      if (floorTo(Math.max(...instants), DAY_MS) !== dayMs) return false;
      await writeDesignEffects(database, instants, effects);
      onWritten(new Map(effects.map(({ workload }) => [workload, { minTsMs: instants[0] }])));
      return true;
    };
    let isMore = true;
    while (isMore) isMore = await inTurn(writeNext);
  }

  return {
    async keepToday() {
      const dayMs = floorTo(now(), DAY_MS);
      if (dayMs === doneDayMs) return;
      await estimate(dayMs, await listEstimatedWorkloads(database, dayMs), () => [soon()]);
      doneDayMs = dayMs;
    },
    estimateToday() {
      const dayMs = floorTo(now(), DAY_MS);
      // Now as well: what was estimated today from less would go before the day's start.
      return estimate(dayMs, new Set(), () => [dayMs, soon()]);
    },
    paused: inTurn,
    async close() {
      isClosed = true;
      await inTurn(() => Promise.resolve());
    },
  };
}

/**
 * Looks again and again whether a day has begun whose effects are missing.
 * @param everyMs other than LOOK_EVERY_MS; tests are impatient
 * @returns how to stop; resolves when nothing is under way any more
 */
export function keepDesignEffects(parts: {
  readonly designEffects: DesignEffects;
  readonly log: Logger;
  readonly everyMs?: number | undefined;
}): () => Promise<void> {
  const { designEffects, log, everyMs = LOOK_EVERY_MS } = parts;
  const stopLooking = repeat(() => designEffects.keepToday(), {
    everyMs,
    firstAfterMs: Math.min(everyMs, FIRST_AFTER_MS),
    onError: (error) =>
      log.error({ err: error }, 'design effects could not be estimated; they are tried again'),
  });
  return async () => {
    await designEffects.close();
    await stopLooking();
  };
}
