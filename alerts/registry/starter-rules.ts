import type { z } from 'zod';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { ruleDocument } from '../rule/rule.ts';

/** How the ledger names the program itself. */
const SYSTEM = 'system';

/**
 * What every workload is watched for from its first run on, until somebody says otherwise. Each asks for
 * enough traffic that a handful of runs wakes nobody.
 */
export const STARTER_RULES: readonly z.input<typeof ruleDocument>[] = [
  {
    id: 'error-budget',
    title: 'Errors use up the budget too fast',
    when: {
      all: [
        { burn: { signal: 'error_rate', objective: 0.99 } },
        { signal: 'runs', op: '>=', threshold: 50, window: '6h' },
      ],
    },
    keep_firing_for: '10m',
    severity: 'warn',
    summary: '{{workload}}: {{value}} of runs fail, more than the {{threshold}} that may',
    description:
      'One run in a hundred may fail. At this rate the errors of a month are used up within days: it pages where that is a matter of hours. See which release, tool or segment they come from, and roll back what changed.',
  },
  {
    id: 'tool-calls-fail',
    title: 'Tool calls fail',
    when: {
      signal: 'tool_call_success',
      op: '<',
      threshold: 0.9,
      recovery_threshold: 0.95,
      window: '15m',
      min_samples: 20,
    },
    keep_firing_for: '15m',
    severity: 'page',
    summary: '{{workload}}: only {{value}} of tool calls succeed',
    description:
      'Actions in other systems fail: answers may claim what was never done. See which tool it is, and whether its system is up.',
  },
  {
    id: 'latency-doubled',
    title: 'Answers take twice as long as the day before',
    when: {
      change: {
        signal: 'latency_p95',
        op: '>=',
        threshold: 1,
        recovery_threshold: 0.5,
        window: '15m',
        before: '1d',
        min_samples: 50,
      },
    },
    for: '5m',
    keep_firing_for: '15m',
    severity: 'warn',
    summary: '{{workload}}: the slowest answers take {{value}} longer than a day ago',
    description:
      'Compared are the slowest twentieth of the last quarter of an hour and of the same one a day before. A provider, a longer prompt or a slow tool are the usual causes.',
  },
  {
    id: 'telemetry-stopped',
    title: 'Telemetry stopped',
    when: {
      all: [{ absence: { for: '2h' } }, { signal: 'runs', op: '>=', threshold: 500, window: '7d' }],
    },
    select: { stage: ['production'] },
    severity: 'warn',
    summary: '{{workload}}: nothing has come in for two hours',
    description:
      'Either the workload stands still or nobody can see what it does. Of a workload that rests at night or on weekends, raise the time, or leave it out.',
  },
  {
    id: 'hallucinations',
    title: 'Too many answers are made up',
    when: {
      signal: 'hallucination_rate',
      op: '>',
      threshold: 0.05,
      recovery_threshold: 0.04,
      window: '6h',
      min_samples: 50,
    },
    interval: '5m',
    keep_firing_for: '1h',
    severity: 'warn',
    summary: '{{workload}}: {{value}} of judged answers are made up',
    description:
      'More than one judged answer in twenty over six hours. Read some of them, and compare with the release before.',
  },
  {
    id: 'budget-overrun',
    title: 'The month will cost more than its budget',
    when: {
      signal: 'budget_use',
      op: '>',
      threshold: 1,
      recovery_threshold: 0.95,
      window: '7d',
    },
    // Projected over days out of whole histories: sooner it would hardly be another number.
    interval: '6h',
    severity: 'warn',
    summary: '{{workload}}: on course for {{value}} of the month’s budget',
    description:
      'Projected from the month so far and the last seven days. Only workloads whose business case states a monthly budget are looked at.',
  },
];

/**
 * Writes the starter rules to a ledger that has never held a rule. What people change or delete stays as
 * they left it.
 */
export async function addStarterRules(ledger: Ledger): Promise<void> {
  const documents = STARTER_RULES.map((rule) => ruleDocument.parse(rule));
  const hadAny = documents.some(({ id }) => ledger.history('rule', id).length > 0);
  if (hadAny || ledger.list('rule').length > 0) return;
  await ledger.append(
    documents.map((document) => ({
      kind: 'rule',
      id: document.id,
      document,
      actor: SYSTEM,
      reason: 'built in',
    })),
  );
}
