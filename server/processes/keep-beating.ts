import type { Logger } from 'pino';
import type { Database } from '../../store/database.ts';
import { listBeats, storeBeat, type ProcessBeat } from '../../store/process-beats.ts';
import { repeat } from '../repeat.ts';
import { BEAT_MS, livingOthers, refuseDisagreement } from './process-beat.ts';

/**
 * Shows other processes that this one lives, for as long as it runs.
 * @param beat what to say, for the first time at once
 * @returns how to stop; others know when it resolves
 * @throws BellwetherError `conflict` where one lives that would not agree on who owns what
 */
export async function keepBeating(
  database: Database,
  beat: () => Promise<ProcessBeat>,
  log: Pick<Logger, 'warn'>,
): Promise<() => Promise<void>> {
  const first = await beat();
  const { process, peers } = first;
  refuseDisagreement(livingOthers(await listBeats(database), process), peers);
  await storeBeat(database, first);
  // Two that started at once see each other now, if not before.
  refuseDisagreement(livingOthers(await listBeats(database), process), peers);
  const stop = repeat(async () => storeBeat(database, await beat()), {
    everyMs: BEAT_MS,
    onError: (error) => log.warn({ err: error }, 'no sign of life could be given'),
  });
  return async () => {
    await stop();
    try {
      await storeBeat(database, { ...(await beat()), run: '' });
    } catch (error) {
      log.warn({ err: error }, 'others find out in a moment that this process has ended');
    }
  };
}
