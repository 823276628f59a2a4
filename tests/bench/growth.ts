import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, median, ratios, sizeOf, type Benchmark, type Figure } from './benchmark.ts';
import { startBuiltServer, type BuiltServer } from './built-server.ts';
import { fillServer } from './fill-order.ts';
import { WORKLOADS } from './ingest-events.ts';
import { runScript } from './run-script.ts';

const MILLION = 1_000_000;
const SIZES = (process.env['BENCH_GROWTH'] ?? '1,10,50').split(',').map(Number);
const QUESTIONS = sizeOf('BENCH_QUESTIONS', 15);
const DAYS = 28;
const WITHIN = 1.5;
/** Merges go on after the last hand-over; what they leave is what an installation looks like. */
const SETTLE_MS = 10_000;

/** Milliseconds that each question took. */
interface Times {
  readonly portfolio: number[];
  readonly workload: number[];
  readonly assessment: number[];
}

/** Asks at another instant each time, so that no answer is one that was kept. */
async function askAll(server: BuiltServer, endMs: number): Promise<Times> {
  const times: Times = { portfolio: [], workload: [], assessment: [] };
  for (let i = 0; i < QUESTIONS; i += 1) {
    const at = new Date(endMs - i * 60_000).toISOString();
    const from = new Date(endMs - i * 60_000 - 86_400_000).toISOString();
    const workload = `/api/workloads/workload-${i % WORKLOADS}`;
    times.portfolio.push(await server.timeGet(`/api/portfolio?at=${at}`));
    times.assessment.push(await server.timeGet(`${workload}/assessment?at=${at}`));
    const signals = await server.timeGet(`${workload}/signals?at=${at}`);
    const series = `signal=latency_p95&from=${from}&to=${at}&step=5m`;
    times.workload.push(signals + (await server.timeGet(`${workload}/series?${series}`)));
  }
  return times;
}

interface Measured {
  readonly millions: number;
  readonly times: Times;
  readonly bytesAnEvent: number;
}

function listFigures(measured: readonly Measured[]): Figure[] {
  const [smallest] = measured;
  const largest = measured.at(-1);
  if (!smallest || !largest) return [];
  const questions = ['portfolio', 'workload', 'assessment'] as const;
  const words = `≤ ${WITHIN} ×`;
  return [
    ...measured.flatMap(({ millions, times, bytesAnEvent }) => [
      ...questions.map((name) => figure(`growth, ${name} at ${millions} M`, 'ms', times[name])),
      figure(`growth, on disk at ${millions} M`, 'bytes an event', [bytesAnEvent]),
    ]),
    ...questions.map((name) => {
      const before = median(smallest.times[name]);
      const grown = ratios(
        largest.times[name],
        largest.times[name].map(() => before),
      );
      const title = `growth, ${name} at ${largest.millions} M against ${smallest.millions} M`;
      return figure(title, '×', grown, { words, atMost: WITHIN });
    }),
  ];
}

/** Whether pages and verdicts take longer the more events there have been. */
export const growthBenchmark: Benchmark = {
  name: 'growth',
  what: `pages and assessments over ${DAYS} days of ${SIZES.join(', ')} million events`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    let server = await startBuiltServer(folder);
    try {
      const measured: Measured[] = [];
      const endMs = Date.now() - 60_000;
      let held = 0;
      for (const millions of SIZES) {
        const count = millions * MILLION - held;
        const order = { url: server.url, headers: server.headers, first: held, count, endMs };
        const seconds = await fillServer({ ...order, days: DAYS });
        held += count;
        say(
          `${millions} M: filled at ${Math.round(count / seconds).toLocaleString('en')} events/s`,
        );
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
        // Only one process at a time may look into the tables.
        await server.stop();
        const bytes = Number(await runScript('table-bytes.ts', [join(folder, 'clickhouse')]));
        server = await startBuiltServer(folder);
        const bytesAnEvent = bytes / held;
        // The first answer after a start reads what later ones find in memory.
        await server.timeGet('/api/portfolio');
        const times = await askAll(server, endMs);
        measured.push({ millions, times, bytesAnEvent });
        for (const [name, raw] of Object.entries(times)) {
          say(`${millions} M, ${name}: ${median(raw as number[]).toFixed(1)} ms`);
        }
        say(`${millions} M: ${bytesAnEvent.toFixed(1)} bytes an event`);
      }
      return listFigures(measured);
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
