import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import {
  DECISION_STATES,
  decisionDetail,
  decisionItem,
  decisionRequest,
  endingRequest,
  signatureRequest,
  type DecisionDocument,
} from '../../decisions/signing/decision.ts';
import { orderDecisions } from '../../decisions/signing/describe-decision.ts';
import { signingView } from '../../decisions/signing/signing-view.ts';
import { workloadSlug } from '../../core/event.ts';
import type { Signer } from '../../decisions/signing/choose-capacity.ts';
import { requireScope, requireWorkload, type Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { describeOne, describeSigning, requireDecision } from '../describe-decisions.ts';
import { readCursor, readIfMatch, writeCursor, writeEtag } from './pages.ts';
import {
  bodyProblems,
  flagParam,
  jsonBody,
  listOf,
  pageParams,
  problemWith,
  problems,
  workloadParam,
} from './request-schemas.ts';

const ifMatch = z.object({ 'if-match': z.string().optional() });
const decisionParam = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'expected the id of a decision')
    .openapi({ param: { name: 'id', in: 'path' }, example: 'support-copilot-1' }),
});
const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const writing = {
  ...problems,
  ...bodyProblems,
  409: problemWith('The evidence has changed, or somebody was faster: the errors say what and who'),
  412: problemWith('Changed meanwhile: read it again'),
};

const postDecision = createRoute({
  method: 'post',
  path: '/api/workloads/{id}/decisions',
  summary: 'Accept or overrule the verdict',
  description:
    'Scale needs the business owner and the operations or risk owner; an overrule a second reviewer. Until all have signed it is `awaiting`.',
  request: { params: workloadParam, body: json(decisionRequest) },
  responses: { 201: jsonBody(decisionItem, 'As kept; its version is the ETag'), ...writing },
});
const getSigning = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/signing',
  summary: 'Until when a workload is decided, and as what you may sign',
  request: { params: workloadParam },
  responses: { 200: jsonBody(signingView, 'As it stands'), ...problems },
});
const listDecisions = createRoute({
  method: 'get',
  path: '/api/decisions',
  summary: 'All decisions: overdue first, then those that wait, then the newest',
  request: {
    query: z.strictObject({
      workload: workloadSlug.optional(),
      state: z.enum(DECISION_STATES).optional(),
      scored: flagParam.optional().openapi({ description: 'Whether what became of each is told' }),
      ...pageParams,
    }),
  },
  responses: { 200: jsonBody(listOf(decisionItem), 'Without the frozen assessments'), ...problems },
});
const getDecision = createRoute({
  method: 'get',
  path: '/api/decisions/{id}',
  summary: 'A decision with its frozen assessment',
  request: { params: decisionParam },
  responses: { 200: jsonBody(decisionDetail, 'Its version is the ETag'), ...problems },
});
const acting = <Schema extends z.ZodType>(act: string, summary: string, schema: Schema) =>
  ({
    method: 'post',
    path: `/api/decisions/{id}/${act}`,
    summary,
    request: { params: decisionParam, headers: ifMatch, body: json(schema) },
    responses: { 200: jsonBody(decisionItem, 'As kept; its version is the ETag'), ...writing },
  }) as const;
const postSignature = createRoute({
  ...acting('signatures', 'Sign a decision that waits', signatureRequest),
  path: '/api/decisions/{id}/signatures',
});
const postWithdraw = createRoute({
  ...acting('withdraw', 'Take back a decision that waits', endingRequest),
  path: '/api/decisions/{id}/withdraw',
});
const postRefuse = createRoute({
  ...acting('refuse', 'Refuse to sign a decision that waits, which ends it', endingRequest),
  path: '/api/decisions/{id}/refuse',
});

/** Any person may be a named owner; a program signs by its scope. */
function requireSigner(principal: Principal): void {
  requireScope(principal, principal.person === null ? 'sign' : 'read');
}

const positionCursor = z.object({ id: z.string() });

/** Decisions: proposed, signed, listed. */
export function decisionRoutes(services: Services) {
  const { decisions, workloads } = services;
  const { registry, signOff, scores } = decisions;
  const signerOf = (principal: Principal): Signer => decisions.signerOf(principal);
  const describe = (document: DecisionDocument) => describeOne(services, document, null);
  const tag = (version: number): Record<string, string> => ({ ETag: writeEtag(version) });
  return new OpenAPIHono<RequestVariables>()
    .openapi(postDecision, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireSigner(principal);
      requireWorkload(principal, id);
      const kept = await signOff.propose(id, c.req.valid('json'), signerOf(principal));
      return c.json(describe(kept.document), 201, tag(kept.version));
    })
    .openapi(getSigning, (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'read');
      requireWorkload(principal, id);
      return c.json(describeSigning(services, id, signerOf(principal)), 200);
    })
    .openapi(listDecisions, async (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { workload, state, scored, limit, cursor } = c.req.valid('query');
      if (workload !== undefined) requireWorkload(principal, workload);
      const known = (workload === undefined ? registry.list() : registry.ofWorkload(workload))
        .map(({ document }) => document)
        .filter((one) => principal.workloads?.has(one.workload) ?? true);
      const ordered = orderDecisions(known.map(describe)).filter(
        (item) => state === undefined || item.state === state,
      );
      const after = readCursor(cursor, positionCursor);
      const from = after === null ? 0 : ordered.findIndex(({ id }) => id === after.id) + 1;
      const page = ordered.slice(from, from + limit);
      if (scored) {
        for (const item of page) {
          const found = workloads.get(item.workload) && registry.get(item.id);
          if (found) item.score = await scores.of(found.document);
        }
      }
      const last = ordered.length > from + limit ? page.at(-1) : undefined;
      return c.json({ items: page, next: writeCursor(last ? { id: last.id } : null) }, 200);
    })
    .openapi(getDecision, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'read');
      const { document, version } = requireDecision(services, id);
      requireWorkload(principal, document.workload);
      const score = workloads.get(document.workload) ? await scores.of(document) : null;
      const { assessment } = document;
      const told = { ...describeOne(services, document, score), assessment };
      return c.json(told, 200, tag(version));
    })
    .openapi(postSignature, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireSigner(principal);
      requireWorkload(principal, requireDecision(services, id).document.workload);
      const version = readIfMatch(c.req.valid('header')['if-match'], true);
      const kept = await signOff.sign(id, c.req.valid('json'), signerOf(principal), version);
      return c.json(describe(kept.document), 200, tag(kept.version));
    })
    .openapi(postWithdraw, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireSigner(principal);
      requireWorkload(principal, requireDecision(services, id).document.workload);
      const version = readIfMatch(c.req.valid('header')['if-match'], true);
      const { reason } = c.req.valid('json');
      const kept = await signOff.end(id, 'withdrawn', reason, signerOf(principal), version);
      return c.json(describe(kept.document), 200, tag(kept.version));
    })
    .openapi(postRefuse, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireSigner(principal);
      requireWorkload(principal, requireDecision(services, id).document.workload);
      const version = readIfMatch(c.req.valid('header')['if-match'], true);
      const { reason } = c.req.valid('json');
      const kept = await signOff.end(id, 'refused', reason, signerOf(principal), version);
      return c.json(describe(kept.document), 200, tag(kept.version));
    });
}
