import type { Api } from './api.ts';
import { CHAOS_ROUTE, CHAOS_RULES, chaosWorkload } from './rules.ts';
import { WORKLOADS } from './telemetry.ts';

/** Puts workloads, rules and the receiver on record; rules that come with an installation are taken away. */
export async function setUp(api: Api, webhookUrl: string): Promise<void> {
  const { items } = (await api.ask('/api/rules?limit=1000')) as { items: { id: string }[] };
  for (const { id } of items) await api.ask(`/api/rules/${id}`, undefined, 'DELETE');
  for (const [place, id] of WORKLOADS.entries()) {
    await api.ask(`/api/workloads/${id}`, chaosWorkload(id, place), 'PUT');
  }
  const receiver = {
    type: 'webhook',
    url: webhookUrl,
    secret: 'of-the-hook-of-the-chaos',
    // Alerts come by the hundred; what waits for its turn at the end would be missing.
    max_per_minute: 6000,
  };
  await api.ask('/api/receivers/hook', receiver, 'PUT');
  await api.ask('/api/routes', { routes: [CHAOS_ROUTE] }, 'PUT');
  for (const { id, ...rule } of CHAOS_RULES) await api.ask(`/api/rules/${id}`, rule, 'PUT');
}
