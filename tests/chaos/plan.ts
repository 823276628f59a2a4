import { HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { createRandom, type Random } from '../../server/demo/random.ts';
import { FAULTS, type Fault } from '../support/clickhouse-front.ts';

/** The processes that take telemetry in. */
export const INGESTS = ['ingest-0', 'ingest-1'] as const;
export type IngestName = (typeof INGESTS)[number];
/** The processes of the product. */
export const PROGRAMS = [...INGESTS, 'control'] as const;
export type ProgramName = (typeof PROGRAMS)[number];

/** What is done to the installation, and to which of its processes. */
export type ChaosFault =
  | { readonly kind: 'kill'; readonly target: ProgramName | 'database' }
  | { readonly kind: 'stop'; readonly target: ProgramName }
  | { readonly kind: 'freeze'; readonly target: ProgramName }
  | { readonly kind: 'database'; readonly fault: Exclude<Fault, 'none'> }
  | { readonly kind: 'full disk'; readonly target: IngestName }
  | { readonly kind: 'clock'; readonly target: ProgramName; readonly byMs: number };

/** A fault with its time, milliseconds from the start of the run. */
export interface PlannedFault {
  readonly fault: ChaosFault;
  readonly fromMs: number;
  readonly forMs: number;
}

type Span = readonly [least: number, most: number];
interface Choice {
  readonly fault: ChaosFault;
  readonly forMs: Span;
}

/** How long the installation is left alone at the start, and at the end so that all of it is taken. */
const CALM_START_MS = 20_000;
const CALM_END_MS = 45_000;
const PAUSE_MS: Span = [3_000, 8_000];
/** Faults of the way to the database that are shorter leave room for a kill in their midst. */
const ROOM_MS = 6_000;
const CHANCE_OF_KILL = 0.5;
/** The one outage that is longer than what evaluation waits for telemetry. */
const LONG_OUTAGE_MS: Span = [75_000, 80_000];
/** A few minutes; what is more than five minutes ahead of a clock is refused by contract. */
const BACK_MS = -4 * MINUTE_MS;

/** Who is not answered at all waits two minutes, longer than evaluation waits for telemetry. */
const DATABASE_FAULTS = (Object.keys(FAULTS) as Fault[]).filter(
  (fault) => fault !== 'none' && fault !== 'silent',
);

/** Everything that happens at least once in a run that is long enough. */
const CHOICES: readonly Choice[] = [
  ...[...PROGRAMS, 'database' as const].map((target): Choice => ({
    fault: { kind: 'kill', target },
    forMs: [200, 3_000],
  })),
  { fault: { kind: 'stop', target: 'ingest-0' }, forMs: [200, 2_000] },
  { fault: { kind: 'stop', target: 'control' }, forMs: [200, 5_000] },
  { fault: { kind: 'freeze', target: 'ingest-1' }, forMs: [4_000, 8_000] },
  { fault: { kind: 'freeze', target: 'control' }, forMs: [8_000, 15_000] },
  ...DATABASE_FAULTS.map((fault): Choice => ({
    fault: { kind: 'database', fault },
    forMs: [4_000, 10_000],
  })),
  { fault: { kind: 'database', fault: 'refuse' }, forMs: LONG_OUTAGE_MS },
  ...INGESTS.map((target): Choice => ({
    fault: { kind: 'full disk', target },
    forMs: [12_000, 25_000],
  })),
  {
    fault: { kind: 'clock', target: 'ingest-0', byMs: 2 * HOUR_MS },
    forMs: [8_000, 15_000],
  },
  { fault: { kind: 'clock', target: 'ingest-1', byMs: BACK_MS }, forMs: [8_000, 20_000] },
  { fault: { kind: 'clock', target: 'control', byMs: 30 * MINUTE_MS }, forMs: [8_000, 15_000] },
  { fault: { kind: 'clock', target: 'control', byMs: BACK_MS }, forMs: [8_000, 20_000] },
];

const within = (random: Random, [least, most]: Span): number =>
  least + random.integer(most - least + 1);

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.integer(left.length), 1)[0] as T);
}

/** A kill within a fault of the database that leaves room for one. */
function killWithin({ fault, fromMs, forMs }: PlannedFault, random: Random): PlannedFault | null {
  if (fault.kind !== 'database' || forMs > ROOM_MS || !random.chance(CHANCE_OF_KILL)) return null;
  const target = PROGRAMS[random.integer(PROGRAMS.length)] ?? 'control';
  const startMs = fromMs + within(random, [500, 2_000]);
  return { fault: { kind: 'kill', target }, fromMs: startMs, forMs: within(random, [200, 1_000]) };
}

/**
 * What happens when in one run: the same for the same seed and length. Every fault comes once before any
 * comes twice; two overlap only where a process is killed while the database is at fault.
 */
export function planChaos(seed: number, lengthMs: number): PlannedFault[] {
  const random = createRandom(seed, lengthMs);
  const planned: PlannedFault[] = [];
  const endMs = lengthMs - CALM_END_MS;
  let waiting = shuffled(CHOICES, random);
  let atMs = CALM_START_MS;
  for (;;) {
    const next = waiting.shift();
    if (next === undefined) {
      waiting = shuffled(CHOICES, random);
      continue;
    }
    const forMs = within(random, next.forMs);
    // Too long for what is left; there are shorter ones.
    if (atMs + forMs > endMs) {
      if (waiting.length === 0 || atMs > endMs) return planned;
      continue;
    }
    const one = { fault: next.fault, fromMs: atMs, forMs };
    const kill = killWithin(one, random);
    planned.push(one, ...(kill === null ? [] : [kill]));
    atMs += forMs + within(random, PAUSE_MS);
  }
}

/** A fault in a few words. */
export function describeFault(fault: ChaosFault): string {
  switch (fault.kind) {
    case 'database':
      return `database: ${fault.fault}`;
    case 'clock': {
      const minutes = Math.round(fault.byMs / MINUTE_MS);
      return `clock of ${fault.target} ${minutes > 0 ? '+' : ''}${minutes} min`;
    }
    case 'kill':
    case 'stop':
    case 'freeze':
    case 'full disk':
      return `${fault.kind} ${fault.target}`;
  }
}
