import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleChild } from '../support/bundle-child.ts';
import { freePort } from '../support/own-process.ts';
import { createApi, type Api } from './api.ts';
import { databaseProcess, type DatabaseProcess } from './database-process.ts';
import { INGESTS, type IngestName, type ProgramName } from './plan.ts';
import { createProgram, type Program } from './program.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

const ADMIN_KEY = 'admin-key-of-the-chaos-run-001';

/** Processes of the product on one database, each of which can be harmed. */
export interface Installation {
  readonly database: DatabaseProcess;
  readonly programs: ReadonlyMap<ProgramName, Program>;
  /** By ingest process; empty where nobody may mount. */
  readonly disks: ReadonlyMap<IngestName, SmallDisk>;
  /** As the control process is asked. */
  readonly api: Api;
  /** What the database printed. */
  databaseOutput(): string;
  close(): Promise<void>;
}

/** Starts a database, two processes that take telemetry and one that does everything else. */
export async function startInstallation(folder: string): Promise<Installation> {
  await mkdir(folder, { recursive: true });
  const front = await bundleChild(join(import.meta.dirname, 'front-child.ts'));
  let said = '';
  const database = databaseProcess(front, join(folder, 'clickhouse'), await freePort(), (text) => {
    said += text;
  });
  const disks = new Map<IngestName, SmallDisk>();
  const programs = new Map<ProgramName, Program>();
  const close = async (): Promise<void> => {
    await Promise.all([...programs.values()].map((program) => program.kill()));
    await database.kill();
    for (const disk of disks.values()) disk.unmount();
  };
  try {
    const addresses = await Promise.all(
      INGESTS.map(async (name) => [name, await freePort()] as const),
    );
    const peers = addresses.map(([, port]) => `http://127.0.0.1:${port}`);
    const env = {
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
      BELLWETHER_SECRET: randomBytes(32).toString('hex'),
      BELLWETHER_INGEST_PEERS: peers.join(','),
      BELLWETHER_RECEIVER_ALLOW: '127.0.0.1',
      BELLWETHER_LOG: 'warn',
      CLICKHOUSE_URL: database.url,
    };
    const add = (name: ProgramName, port: number, more: Readonly<Record<string, string>>): void => {
      const own = { ...env, ...more, BELLWETHER_DATA: join(folder, name) };
      programs.set(name, createProgram(name, port, join(folder, `program-${name}`), own));
    };
    for (const [i, [name, port]] of addresses.entries()) {
      const disk = await mountSmallDisk(join(folder, name));
      if (disk !== null) disks.set(name, disk);
      add(name, port, { BELLWETHER_INGEST_SELF: peers[i] ?? '' });
    }
    add('control', await freePort(), {});
    await database.start();
    // All at once: those that take telemetry in wait for the schema.
    await Promise.all([...programs.values()].map((program) => program.up()));
  } catch (error) {
    await close();
    throw error;
  }
  const control = programs.get('control') as Program;
  return {
    database,
    programs,
    disks,
    api: createApi(control.url, ADMIN_KEY),
    databaseOutput: () => said,
    close,
  };
}
