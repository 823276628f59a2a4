import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, ratios, sizeOf, type Benchmark, type Figure } from './benchmark.ts';
import { startBuiltServer } from './built-server.ts';
import { benchmarkEvent, lineProtocol, steadyMs, writeLines } from './ingest-events.ts';
import { findProgram, influxDb, victoriaMetrics, type Peer } from './peers.ts';
import { runScript } from './run-script.ts';
import { sendBatches } from './send-order.ts';

const EVENTS = sizeOf('BENCH_EVENTS', 1_000_000);
const ROUNDS = sizeOf('BENCH_ROUNDS', 3);
/** Enough that none waits for another's sync; the same for everybody. */
const CONNECTIONS = 32;
const BATCHES = [1000, 100] as const;
const PEERS: readonly { readonly peer: Peer; readonly atLeast: number }[] = [
  { peer: influxDb, atLeast: 2.5 },
  { peer: victoriaMetrics, atLeast: 1.2 },
];
const OF_CLICKHOUSE = 0.5;
const MEDIA_TYPE = { 'content-type': 'application/x-ndjson' };
const UNLIMITED = 'ClickHouse alone';

const variantName = (who: string, lines: number): string =>
  `${who}, batches of ${lines.toLocaleString('en')}`;

interface Files {
  readonly folder: string;
  readonly events: string;
  readonly points: string;
}

async function bellwether(files: Files, lines: number): Promise<number> {
  const server = await startBuiltServer(await mkdtemp(join(files.folder, 'server-')));
  try {
    const seconds = await sendBatches({
      file: files.events,
      lines,
      connections: CONNECTIONS,
      write: `${server.url}/v1/events`,
      finish: `${server.url}/api/ingest/flush`,
      headers: { ...server.headers, ...MEDIA_TYPE },
    });
    return EVENTS / seconds;
  } finally {
    await server.stop();
  }
}

async function another(peer: Peer, files: Files, lines: number): Promise<number> {
  const running = await peer.start(await mkdtemp(join(files.folder, 'peer-')));
  try {
    const { write, finish } = running;
    const order = { file: files.points, lines, connections: CONNECTIONS, write, finish };
    const seconds = await sendBatches({ ...order, headers: { 'content-type': 'text/plain' } });
    const count = await running.count();
    if (count !== EVENTS) throw new Error(`${peer.name} holds ${count} of ${EVENTS} points`);
    return EVENTS / seconds;
  } finally {
    await running.stop();
  }
}

async function clickHouse({ folder, events }: Files): Promise<number> {
  const data = await mkdtemp(join(folder, 'limit-'));
  return EVENTS / Number(await runScript('ingest-limit.ts', [data, events]));
}

type Variant = readonly [name: string, run: () => Promise<number>];

async function listVariants(files: Files, say: (line: string) => void): Promise<Variant[]> {
  const variants: Variant[] = [[UNLIMITED, () => clickHouse(files)]];
  for (const lines of BATCHES) {
    variants.push([variantName('Bellwether', lines), () => bellwether(files, lines)]);
    for (const { peer } of PEERS) {
      if ((await findProgram(peer.program)) === null) {
        say(`${peer.name} is skipped: there is no program ${peer.program} on this machine`);
        continue;
      }
      variants.push([variantName(peer.name, lines), () => another(peer, files, lines)]);
    }
  }
  return variants;
}

function listFigures(rates: ReadonlyMap<string, readonly number[]>): Figure[] {
  const of = (name: string): readonly number[] => rates.get(name) ?? [];
  const measured = [...rates].map(([name, raw]) => figure(`ingest, ${name}`, 'events/s', raw));
  const compared = BATCHES.flatMap((lines) => {
    const ours = of(variantName('Bellwether', lines));
    const against = (name: string, them: readonly number[], atLeast: number): Figure[] =>
      them.length === 0
        ? []
        : [
            figure(
              `ingest, batches of ${lines.toLocaleString('en')} against ${name}`,
              '×',
              ratios(ours, them),
              { words: `≥ ${atLeast} ×`, atLeast },
            ),
          ];
    return [
      ...against('ClickHouse', of(UNLIMITED), OF_CLICKHOUSE),
      ...PEERS.flatMap(({ peer, atLeast }) =>
        against(peer.name, of(variantName(peer.name, lines)), atLeast),
      ),
    ];
  });
  return [...measured, ...compared];
}

/** Events over HTTP, durable and in the roll-ups, against ClickHouse loading the same file itself. */
export const ingestBenchmark: Benchmark = {
  name: 'ingest',
  what: `${EVENTS.toLocaleString('en')} run events over HTTP, durable and in the roll-ups`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    try {
      const files = { folder, events: join(folder, 'events'), points: join(folder, 'points') };
      const endMs = Date.now() - 1000;
      const event = (i: number) => benchmarkEvent(i, steadyMs(i, endMs));
      const bytes = await writeLines(files.events, EVENTS, (i) => JSON.stringify(event(i)));
      await writeLines(files.points, EVENTS, (i) => lineProtocol(event(i), i));
      say(`${Math.round(bytes)} bytes an event, ${ROUNDS} rounds, order reversed each round`);
      const variants = await listVariants(files, say);
      const rates = new Map<string, number[]>(variants.map(([name]) => [name, []]));
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [name, run] of round % 2 === 0 ? variants : variants.toReversed()) {
          const rate = await run();
          rates.get(name)?.push(rate);
          say(`${name}: ${Math.round(rate).toLocaleString('en')} events/s`);
        }
      }
      return listFigures(rates);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
