import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { defineCommand } from 'citty';
import { BellwetherError } from '../../core/errors.ts';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import { createEndpoint } from '../demo/endpoint.ts';
import { createOrganisation } from '../demo/organisation.ts';
import { openPager } from '../demo/pager.ts';
import { signSampleGates } from '../demo/signatures.ts';
import { setUpWatch } from '../demo/watch.ts';
import type { RunningServer } from '../running-server.ts';
import { writeDemoDecisions } from '../demo/decisions.ts';
import { DEMO_PEOPLE } from '../demo/people.ts';
import type { SimulatorMessage } from '../demo/simulate-worker.ts';
import { LOCK_FILE, lockFolder } from '../lock-folder.ts';
import { packageRoot, start } from './start.ts';

/** Lies in a folder that a demonstration made, and may therefore empty. */
const MARKER = '.bellwether-demo';
const SEED = 20260101;

/** Empties the sample data of an earlier demonstration; never a folder that is in use or not its own. */
async function emptyFolder(folder: string): Promise<void> {
  if (existsSync(folder) && !existsSync(join(folder, MARKER))) {
    throw new BellwetherError(
      'conflict',
      `${folder} is not a demonstration's folder, so it is left alone: set BELLWETHER_DATA to another`,
    );
  }
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(LOCK_FILE)) await rm(join(folder, name), { recursive: true });
  }
  await writeFile(join(folder, MARKER), 'sample data: emptied at every start of a demonstration\n');
  await unlock();
}

/** The simulator's entry: beside the bundle, or as TypeScript when run from sources. */
function simulatorEntry(): URL {
  const isSource = import.meta.filename.endsWith('.ts');
  return isSource
    ? new URL('../demo/simulate-worker-from-source.mjs', import.meta.url)
    : new URL('./simulate-worker.js', import.meta.url);
}

/** Sets up rules and the way to the pager with a key that is gone afterwards. */
async function watchSamples({ url, keys }: RunningServer, pagerUrl: string): Promise<void> {
  const { document, token } = await keys.create(
    { name: 'setting up the sample organisation', scopes: ['admin'] },
    'system',
  );
  await setUpWatch(createEndpoint({ url, key: token, fetch, sleep }), pagerUrl);
  await keys.revoke(document.id, 'system');
}

export const demoCommand = defineCommand({
  meta: {
    name: 'demo',
    description: 'Start Bellwether with the telemetry of a made-up organisation.',
  },
  run: async () => {
    let worker: Worker | null = null;
    /** Also where the rest will not come any more. */
    let isComplete = false;
    const pager = await openPager();
    const { server, log } = await start({
      defaults: {
        BELLWETHER_DATA: join(packageRoot(), 'demo-data'),
        BELLWETHER_LOG: 'warn',
        // The pager of the sample organisation.
        BELLWETHER_RECEIVER_ALLOW: '127.0.0.1',
      },
      isDemo: true,
      isSampleComplete: () => isComplete,
      beforeServe: ({ dataFolder }) => emptyFolder(dataFolder),
      beforeStop: async () => {
        pager.close();
        await worker?.terminate();
      },
    });
    for (const person of DEMO_PEOPLE) await server.people.create(person, 'system');
    const { token } = await server.keys.create(
      {
        name: 'sample organisation',
        scopes: ['ingest', 'read', 'write'],
        // Months of history are sent in seconds.
        limits: { events_per_second: 0, max_body_bytes: null },
      },
      'system',
    );
    const anchorMs = floorTo(Date.now(), HOUR_MS);
    const { workloads } = createOrganisation({ anchorMs, seed: SEED });
    await signSampleGates(server.gates, workloads, anchorMs);
    await watchSamples(server, pager.url);
    worker = new Worker(simulatorEntry(), {
      workerData: {
        url: server.url,
        key: token,
        anchorMs,
        seed: SEED,
      },
    });
    worker.on('message', (message: SimulatorMessage) => {
      if ('text' in message) console.log(message.text);
      if (message.kind === 'failed') isComplete = true;
      if (message.kind !== 'history') return;
      server
        .estimateDesignEffects()
        .then(() => writeDemoDecisions(server.deciding, Date.now()))
        .catch((error: unknown) => log.error({ err: error }, 'sample data is incomplete'))
        .finally(() => (isComplete = true));
    });
    worker.on('error', (error) => {
      isComplete = true;
      log.error({ err: error }, 'the simulator failed');
    });
  },
});
