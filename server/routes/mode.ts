import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import { modeRequest } from '../../decisions/effect/mode-document.ts';
import { buildModeItem, modeChangeItem, modeItem } from '../../decisions/effect/mode-item.ts';
import type { ModeState } from '../../decisions/registry/modes.ts';
import { mayUse, requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { readIfMatch, writeEtag } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  problemWith,
  problems,
  workloadParam,
} from './request-schemas.ts';

const getMode = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/mode',
  summary: 'What a workload may do now, what was decided, and what holds it',
  request: { params: workloadParam },
  responses: { 200: jsonBody(modeItem, 'The mode; its version is the ETag'), ...problems },
});
const putMode = createRoute({
  method: 'put',
  path: '/api/workloads/{id}/mode',
  summary: 'Change the mode, hold it, or lift a hold',
  description:
    'One of `mode` (what is decided from now on), `hold` (at most this, until it is lifted) and `lift` (a hold by its id), with a reason. Lowering and holding take the scope operate; raising takes a signed decision, or the scope admin, and is then recorded as an override.',
  request: {
    params: workloadParam,
    headers: z.object({ 'if-match': z.string().optional() }),
    body: { required: true, content: { 'application/json': { schema: modeRequest } } },
  },
  responses: {
    200: jsonBody(modeItem, 'As it is now'),
    ...problems,
    ...bodyProblems,
    409: problemWith('Too many holds'),
    412: problemWith('Changed meanwhile: read it again'),
  },
});
const getHistory = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/mode/history',
  summary: 'Every change of the mode, the newest first',
  request: { params: workloadParam },
  responses: { 200: jsonBody(listOf(modeChangeItem), 'The changes'), ...problems },
});

/** The mode of a workload: read by everybody, lowered by operators, raised by decisions. */
export function modeRoutes({ effect, now }: Services) {
  const { modes } = effect;
  const find = (id: string): ModeState => {
    const found = modes.get(id);
    if (!found) throw new BellwetherError('not_found', `there is no workload ${id}`);
    return found;
  };
  const shown = ({ document, stage }: ModeState) => buildModeItem(document, stage, now());
  return new OpenAPIHono<RequestVariables>()
    .openapi(getMode, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      requireWorkload(c.get('principal'), id);
      const found = find(id);
      c.header('ETag', writeEtag(found.version));
      return c.json(shown(found), 200);
    })
    .openapi(putMode, async (c) => {
      const { id } = c.req.valid('param');
      const principal = c.get('principal');
      requireScope(principal, 'operate');
      requireWorkload(principal, id);
      find(id);
      const expected = readIfMatch(c.req.valid('header')['if-match'], true);
      const author = { actor: principal.actor, mayRaise: mayUse(principal, 'admin') };
      const kept = await modes.change(id, c.req.valid('json'), author, expected);
      effect.noteChange();
      c.header('ETag', writeEtag(kept.version));
      return c.json(shown(kept), 200);
    })
    .openapi(getHistory, (c) => {
      const { id } = c.req.valid('param');
      requireScope(c.get('principal'), 'read');
      requireWorkload(c.get('principal'), id);
      find(id);
      const items = modes.history(id).map(({ version, atMs, actor, reason, document }) => ({
        version,
        at: isoTime(atMs),
        actor,
        reason,
        base: document.base,
        holds: document.holds,
      }));
      return c.json({ items, next: null }, 200);
    });
}
