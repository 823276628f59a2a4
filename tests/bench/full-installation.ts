import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sizeOf } from './benchmark.ts';
import { startBuiltServer, type ResidentBytes } from './built-server.ts';
import { fillServer } from './fill-order.ts';

/** Events that an installation holds before its start and its memory are looked at. */
export const FULL_EVENTS = sizeOf('BENCH_FULL_EVENTS', 10_000_000);
const DAYS = 28;
/** The engine merges what came last, and gives back what it took for that. */
const SETTLE_MS = 15_000;

/** The data folder of a server that took many events and was stopped, and what memory it had by then. */
export interface FullInstallation {
  readonly folder: string;
  readonly resident: ResidentBytes;
  readonly eventsPerSecond: number;
}

let filled: Promise<FullInstallation> | null = null;

async function fill(): Promise<FullInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
  const server = await startBuiltServer(folder);
  try {
    const { url, headers } = server;
    const order = { url, headers, first: 0, count: FULL_EVENTS, endMs: Date.now() - 1000 };
    const seconds = await fillServer({ ...order, days: DAYS });
    await wait(SETTLE_MS);
    const resident = await server.residentBytes();
    return { folder, resident, eventsPerSecond: FULL_EVENTS / seconds };
  } finally {
    await server.stop();
  }
}

/** Filled once, whoever asks first: it takes minutes. */
export function fullInstallation(): Promise<FullInstallation> {
  return (filled ??= fill());
}

/** Removes its folder, if there is one. */
export async function removeFullInstallation(): Promise<void> {
  if (filled === null) return;
  const { folder } = await filled;
  await rm(folder, { recursive: true, force: true });
  filled = null;
}
