import { expect, it } from 'vitest';
import { replay } from '../../decisions/engine/replay.ts';
import { replayInTurns } from '../../decisions/trial/replay-in-turns.ts';
import { PLAIN_CONTEXT, policyWith } from './engine-fixtures.ts';
import { dayMs, simulateDays } from './simulated-history.ts';

const history = simulateDays(11, 60, (day) => ({
  runsPerDay: 200,
  hallucinationRate: day < 30 ? 0.01 : 0.12,
  valueUsd: 0.8,
  costUsd: 0.3,
}));

it.each(['1h', '7h'])(
  'a replay in turns publishes what one in a go does, on a grid of %s',
  async (grid) => {
    const policy = policyWith({ grid });
    for (const toMs of [history.endMs, dayMs(33.4), dayMs(0.01)]) {
      let turns = 0;
      const giveWay = async () => void turns++;
      const changes = await replayInTurns(policy, history, PLAIN_CONTEXT, toMs, giveWay);
      expect(changes).toEqual(replay(policy, history, PLAIN_CONTEXT, toMs).changes);
      if (toMs === history.endMs) expect(turns).toBeGreaterThan(0);
    }
  },
);

it('it ends with what giving way throws', async () => {
  const giveWay = () => Promise.reject(new Error('enough'));
  const replayed = replayInTurns(policyWith(), history, PLAIN_CONTEXT, history.endMs, giveWay);
  await expect(replayed).rejects.toThrow('enough');
});
