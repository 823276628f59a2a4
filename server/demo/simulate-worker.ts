/**
 * Worker thread that plays the sample organisation against a running server, so that the server's
 * own thread stays free. Takes `workerData` {url, key, anchorMs, seed}; a message `stop` ends it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createOrganisation } from './organisation.ts';
import { sendHistory, type HistoryReport } from './send-history.ts';
import { sendLive } from './send-live.ts';

/** What the worker tells its parent; `text` is for people. */
export type SimulatorMessage =
  | { readonly kind: 'progress'; readonly events: number }
  | { readonly kind: 'history'; readonly text: string; readonly report: HistoryReport }
  | { readonly kind: 'live'; readonly events: number }
  | { readonly kind: 'failed'; readonly text: string };

const settings = z.object({
  url: z.string(),
  key: z.string(),
  anchorMs: z.number(),
  seed: z.number(),
});

const tell = (message: SimulatorMessage): void => parentPort?.postMessage(message);

async function simulate(): Promise<void> {
  const { url, key, anchorMs, seed } = settings.parse(workerData);
  const stop = new AbortController();
  parentPort?.on('message', (message) => {
    if (message !== 'stop') return;
    stop.abort();
    parentPort?.close();
  });
  const organisation = createOrganisation({ anchorMs, seed });
  const common = { url, key, organisation, fetch, now: Date.now };
  let text = '';
  const report = await sendHistory({
    ...common,
    log: (line) => (text = line),
    onProgress: (events) => tell({ kind: 'progress', events }),
  });
  tell({ kind: 'history', text, report });
  await sendLive({
    ...common,
    fromMs: anchorMs,
    signal: stop.signal,
    onSent: (events) => tell({ kind: 'live', events }),
  });
}

try {
  await simulate();
} catch (error) {
  tell({ kind: 'failed', text: `The sample organisation stopped: ${String(error)}` });
  throw error;
}
