import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { runItem } from '../../core/run-item.ts';
import { DAY_MS, isoTime } from '../../core/time.ts';
import { seriesCut, seriesPoint, signalItem } from '../../signals/series.ts';
import { listMarks } from '../../store/questions/list-marks.ts';
import { listRuns } from '../../store/questions/list-runs.ts';
import { requireScope, requireWorkload, type Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { cutParams, readCut } from './cut-params.ts';
import { readCursor, writeCursor } from './pages.ts';
import {
  cursorMs,
  durationParam,
  flagParam,
  instantParam,
  jsonBody,
  listOf,
  pageParams,
  problems,
  workloadParam,
} from './request-schemas.ts';

const getSignals = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/signals',
  summary: 'Every signal of a workload over a window, with its interval',
  request: {
    params: workloadParam,
    query: z.strictObject({
      at: instantParam.optional(),
      window: durationParam.optional(),
      ...cutParams,
    }),
  },
  responses: {
    200: jsonBody(
      listOf(signalItem).extend({
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        /** Plain sums of the window: counts, tokens, USD. */
        totals: z.record(z.string(), z.number()),
      }),
      'Signals',
    ),
    ...problems,
  },
});

const getSeries = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/series',
  summary: 'One signal over time; gaps are null',
  request: {
    params: workloadParam,
    query: z.strictObject({
      signal: z.string().max(128),
      from: instantParam.optional(),
      to: instantParam.optional(),
      step: durationParam.optional(),
      ...cutParams,
    }),
  },
  responses: {
    200: jsonBody(
      z.object({
        signal: z.string(),
        unit: z.string(),
        step: z.string(),
        /** Of the whole workload, or of the one part asked for. */
        points: z.array(seriesPoint),
        /** Of each value, with `by`. */
        cuts: z.array(seriesCut),
        /** Why there are only gaps: the signal is not known of parts of a workload, or by the minute. */
        reason: z.string().nullable(),
      }),
      'Points, ascending',
    ),
    ...problems,
  },
});

const mark = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['release', 'rollback', 'config', 'incident']),
  title: z.string(),
  detail: z.string(),
});

const getMarks = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/marks',
  summary: 'Deployments and incidents',
  request: {
    params: workloadParam,
    query: z.strictObject({ from: instantParam.optional(), to: instantParam.optional() }),
  },
  responses: { 200: jsonBody(listOf(mark), 'Marks, ascending'), ...problems },
});

const getRuns = createRoute({
  method: 'get',
  path: '/api/workloads/{id}/runs',
  summary: 'Raw runs, newest first',
  request: {
    params: workloadParam,
    query: z.strictObject({
      from: instantParam.optional(),
      to: instantParam.optional(),
      release: z.string().max(128).optional(),
      model: z.string().max(128).optional(),
      segment: z.string().max(128).optional(),
      stage: z.string().max(128).optional(),
      ok: flagParam.optional(),
      hallucination: flagParam.optional(),
      ...pageParams,
    }),
  },
  responses: { 200: jsonBody(listOf(runItem), 'Runs'), ...problems },
});

const runCursor = z.object({ tsMs: cursorMs, id: z.string() });

/** What telemetry says about one workload. */
export function telemetryRoutes({ assessor, cuts, database, workloads, now }: Services) {
  const open = (principal: Principal, id: string): void => {
    requireScope(principal, 'read');
    requireWorkload(principal, id);
    if (!workloads.get(id)) throw new BellwetherError('not_found', `there is no workload ${id}`);
  };
  return new OpenAPIHono<RequestVariables>()
    .openapi(getSignals, async (c) => {
      const { id } = c.req.valid('param');
      open(c.get('principal'), id);
      const query = c.req.valid('query');
      const [at, window, cut] = [query.at ?? null, query.window ?? null, readCut(query)];
      const found =
        cut === null
          ? await assessor.signals(id, at, window)
          : await cuts.signals(id, at, window, cut);
      return c.json(
        {
          items: found.items,
          next: null,
          from: isoTime(found.fromMs),
          to: isoTime(found.toMs),
          totals: found.totals,
        },
        200,
      );
    })
    .openapi(getSeries, async (c) => {
      const { id } = c.req.valid('param');
      open(c.get('principal'), id);
      const query = c.req.valid('query');
      const toMs = query.to ?? now();
      const fromMs = query.from ?? toMs - 28 * DAY_MS;
      const stepMs = query.step ?? DAY_MS;
      const cut = readCut(query);
      if (cut === null) {
        const series = await assessor.series(id, query.signal, fromMs, toMs, stepMs);
        return c.json({ ...series, cuts: [] }, 200);
      }
      const series = await cuts.series(id, query.signal, { fromMs, toMs, stepMs }, cut);
      return c.json({ ...series, cuts: [...series.cuts] }, 200);
    })
    .openapi(getMarks, async (c) => {
      const { id } = c.req.valid('param');
      open(c.get('principal'), id);
      const { from, to } = c.req.valid('query');
      const toMs = to ?? now();
      const marks = await listMarks(database, id, from ?? toMs - 90 * DAY_MS, toMs);
      const items = marks.map(({ atMs, ...rest }) => ({ at: isoTime(atMs), ...rest }));
      return c.json({ items, next: null }, 200);
    })
    .openapi(getRuns, async (c) => {
      const { id } = c.req.valid('param');
      open(c.get('principal'), id);
      const { from, to, limit, cursor, ...filter } = c.req.valid('query');
      const page = await listRuns(
        database,
        id,
        { fromMs: from, toMs: to, ...filter },
        readCursor(cursor, runCursor),
        limit,
      );
      return c.json({ items: page.items, next: writeCursor(page.next) }, 200);
    });
}
