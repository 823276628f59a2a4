import { setTimeout as wait } from 'node:timers/promises';
import type { TestServer } from '../../support/server.ts';

/** A machine that does other work too takes ten times what a quiet one does. */
const PATIENCE_MS = 200_000;

interface Portfolio {
  readonly items: readonly { readonly verdict: string; readonly since: string | null }[];
}

/** Waits until the sample organisation's history has been sent and every workload has a verdict. */
export async function demoReady(server: TestServer): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { items } = (await (await server.request('/api/portfolio')).json()) as Portfolio;
    const verdicts = new Set(items.map(({ verdict }) => verdict));
    if (items.length >= 6 && verdicts.size >= 3 && items.some(({ since }) => since !== null))
      return;
    await wait(500);
  }
  throw new Error(`the sample organisation is not complete after ${PATIENCE_MS} ms`);
}
