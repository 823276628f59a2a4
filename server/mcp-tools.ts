import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { workloadSlug } from '../core/event.ts';
import { isoTime } from '../core/time.ts';
import type { Assessment } from '../decisions/assessment/assessment.ts';
import { buildModeItem } from '../decisions/effect/mode-item.ts';
import { requireWorkload, type Principal } from './access/principal.ts';
import type { Services } from './context.ts';
import { readPortfolio } from './read-portfolio.ts';

const READ_ONLY = { readOnlyHint: true, openWorldHint: false } as const;
const workload = workloadSlug.describe('id of the workload, as the portfolio lists it');

const asJson = (value: Record<string, unknown>) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(value, null, 1) }],
  structuredContent: value,
});

/** An assessment in plain text: the verdict, why, and what would change it. */
export function explainAssessment(found: Assessment, modeSentence: string): string {
  const { axes, blocked_by: blockedBy, counterfactual, playbook } = found;
  const { changes, samples_needed: samples, turning_points: turns } = counterfactual;
  const lines = [
    `Workload ${found.workload}, verdict ${found.verdict}, as of ${found.at}.`,
    found.sentence,
    '',
    ...axes.map(({ axis, state, because }) => `${axis}: ${state}. ${because}`),
    '',
    'What would change it:',
    ...blockedBy.map((block) => `- blocked by ${block}`),
    ...changes.map(({ signal, from, to }) => `- ${signal} from ${from ?? 'unknown'} to ${to}`),
    ...samples.map(
      ({ signal, more, days }) =>
        `- ${more} more samples of ${signal}${days === null ? '' : `, some ${Math.ceil(days)} days`}`,
    ),
    ...turns.map(({ quantity, at, verdict }) => `- ${quantity} at ${at} gives ${verdict}`),
    ...(blockedBy.length + changes.length + samples.length + turns.length === 0
      ? ['- no single signal, sample or gate']
      : []),
    '',
    `What to do: ${playbook.headline}`,
    ...playbook.steps.map((step) => `- ${step}`),
    '',
    `Rollout mode: ${modeSentence}`,
    `Policy ${found.policy.id}, version ${found.policy.version}; evidence ${found.evidence_hash}.`,
  ];
  return lines.join('\n');
}

/** The tools an assistant may ask, for one request of one principal; none of them changes anything. */
export function createMcpTools(services: Services, principal: Principal): McpServer {
  const { assessor, effect, workloads, now } = services;
  const server = new McpServer({ name: 'bellwether', version: '1' });
  server.registerTool(
    'portfolio',
    {
      title: 'Portfolio',
      description:
        'Every AI workload with its verdict (scale, hold, redesign, stop), why, value, cost, exposure and open alerts; each as of its assessed_at, up to two minutes ago.',
      inputSchema: {},
      annotations: READ_ONLY,
    },
    async () => {
      const ids = workloads
        .list()
        .map(({ document }) => document.id)
        .filter((id) => principal.workloads?.has(id) ?? true);
      const items = await readPortfolio(services, ids, null);
      return asJson({ at: isoTime(now()), items });
    },
  );
  server.registerTool(
    'assessment',
    {
      title: 'Assessment',
      description: 'The whole assessment of one workload: signals with intervals, gates, verdict.',
      inputSchema: { workload },
      annotations: READ_ONLY,
    },
    async ({ workload: id }) => {
      requireWorkload(principal, id);
      return asJson(await assessor.assess(id, null, null));
    },
  );
  server.registerTool(
    'explain',
    {
      title: 'Explain',
      description:
        'In plain text: what the verdict of one workload is, why, and what would change it.',
      inputSchema: { workload },
      annotations: READ_ONLY,
    },
    async ({ workload: id }) => {
      requireWorkload(principal, id);
      const found = await assessor.assess(id, null, null);
      const mode = effect.modes.get(id);
      const sentence =
        mode === null
          ? 'not known.'
          : buildModeItem(mode.document, mode.stage, now()).effective.sentence;
      return { content: [{ type: 'text', text: explainAssessment(found, sentence) }] };
    },
  );
  return server;
}
