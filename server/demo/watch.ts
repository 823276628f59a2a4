import type { z } from 'zod';
import type { ruleDocument } from '../../alerts/rule/rule.ts';
import type { Endpoint } from './endpoint.ts';

const RECEIVER = 'service-desk-pager';

/** What the sample organisation watches besides what every new installation does. */
export const SAMPLE_RULES: readonly z.input<typeof ruleDocument>[] = [
  {
    id: 'hardly-accepted',
    title: 'Hardly any output is accepted',
    when: { signal: 'acceptance_rate', op: '<', threshold: 0.1, window: '7d', min_samples: 200 },
    interval: '1h',
    summary: '{{workload}}: only {{value}} of outputs are accepted',
    description: 'People no longer use what it writes. Ask them before changing anything.',
  },
  {
    id: 'cost-breaker',
    title: 'Costs run away',
    when: { signal: 'budget_use', op: '>', threshold: 4, window: '7d' },
    interval: '6h',
    severity: 'page',
    action: { pause: true },
    summary: '{{workload}}: on course for {{value}} of the month’s budget, so it is paused',
    description: 'Four times the budget is a fault, not a success. See what sends so many runs.',
  },
];

/** Puts rules, a receiver and the way to it on record, and tries that way once. */
export async function setUpWatch(endpoint: Endpoint, pagerUrl: string): Promise<void> {
  for (const rule of SAMPLE_RULES) await endpoint.put(`/api/rules/${rule.id}`, rule);
  const receiver = {
    type: 'webhook',
    url: pagerUrl,
    secret: 'a secret of the sample organisation',
  };
  await endpoint.put(`/api/receivers/${RECEIVER}`, receiver);
  await endpoint.put('/api/routes', {
    routes: [{ receiver: RECEIVER, group_by: ['workload', 'rule'] }],
  });
  await endpoint.post(`/api/receivers/${RECEIVER}/test`);
  await endpoint.post(`/api/receivers/${RECEIVER}/test/acknowledge`);
}
