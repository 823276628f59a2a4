import { scenarioOf } from './all-scenarios.ts';
import type { ReplayOrder } from './replay-many.ts';
import { replayScenario } from './replay-scenario.ts';

// A process of its own: replays what it is sent and answers with what came of it.
process.on('message', ({ scenario, seeds }: ReplayOrder) => {
  process.send!(seeds.map((seed) => replayScenario(scenarioOf(scenario), seed)));
});
