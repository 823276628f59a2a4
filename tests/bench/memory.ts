import { figure, type Benchmark } from './benchmark.ts';
import { FULL_EVENTS, fullInstallation } from './full-installation.ts';

const MEGABYTE = 1_000_000;
const MUST_STAY_BELOW_MB = 1200;

/** Memory of the program and its embedded engine after many events. */
export const memoryBenchmark: Benchmark = {
  name: 'memory',
  what: `resident size after ${FULL_EVENTS.toLocaleString('en')} events`,
  async run(say) {
    const { resident, eventsPerSecond } = await fullInstallation();
    say(`filled at ${Math.round(eventsPerSecond).toLocaleString('en')} events/s`);
    const goal = { words: `≤ ${MUST_STAY_BELOW_MB} MB`, atMost: MUST_STAY_BELOW_MB };
    return [
      figure(
        'memory, resident when all is taken in and merged',
        'MB',
        [resident.now / MEGABYTE],
        goal,
      ),
      figure('memory, resident at its peak on the way', 'MB', [resident.peak / MEGABYTE]),
    ];
  },
};
