import type { ReplayedHistory } from './replay-scenario.ts';
import { shareWork } from './share-work.ts';

/** Some histories of one scenario, for one process to replay. */
export interface ReplayOrder {
  readonly scenario: string;
  readonly seeds: readonly number[];
}

/** Few enough that no process is left working alone for long. */
const HISTORIES_OF_AN_ORDER = 25;

/**
 * Histories of scenarios, replayed on every core.
 * @param wanted how many histories of which scenario
 * @param done told after each part how many are replayed
 */
export async function replayMany(
  wanted: ReadonlyMap<string, number>,
  done: (histories: number) => void,
): Promise<Map<string, ReplayedHistory[]>> {
  const orders = [...wanted].flatMap(([scenario, count]) => ordersOf(scenario, count));
  const results = new Map([...wanted.keys()].map((id): [string, ReplayedHistory[]] => [id, []]));
  let replayed = 0;
  await shareWork<ReplayOrder, ReplayedHistory[]>(
    'replay-worker.ts',
    orders,
    ({ scenario }, histories) => {
      results.get(scenario)!.push(...histories);
      done((replayed += histories.length));
    },
  );
  return results;
}

function ordersOf(scenario: string, count: number): ReplayOrder[] {
  const seeds = Array.from({ length: count }, (_, index) => seedOf(scenario, index));
  const orders: ReplayOrder[] = [];
  for (let from = 0; from < count; from += HISTORIES_OF_AN_ORDER)
    orders.push({ scenario, seeds: seeds.slice(from, from + HISTORIES_OF_AN_ORDER) });
  return orders;
}

/** Seeds that no two scenarios share: FNV-1a of the scenario's name and the history's number. */
export function seedOf(scenario: string, index: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${scenario} ${index}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
