import { processEdges } from './client-edges.ts';
import type { Bellwether, BellwetherOptions } from './client-interface.ts';
import { createClient } from './create-client.ts';

/**
 * A client that sends events to Bellwether in the background. It never throws into the application and
 * never makes it wait: events are buffered, sent together, and sent again until the server has them.
 * @example
 * const bellwether = createBellwether({ url, key, workload: 'support-copilot' });
 * bellwether.run({ model: 'gpt-4.1', latency_ms: 840, ok: true });
 */
export function createBellwether(options: BellwetherOptions): Bellwether {
  return createClient(options, processEdges);
}
