import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { EVENT_KINDS, workloadSlug } from '../../core/event.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../store/export-rows.ts';
import { requireScope, requireWorkload } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { instantParam, problemWith, problems } from './request-schemas.ts';

/** Kinds of raw telemetry: events, and the spans that runs are made of. */
export const EXPORT_KINDS = [...EVENT_KINDS, 'span'] as const;

const FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as ExportFormat[];
const TYPES: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

const exportRoute = createRoute({
  method: 'get',
  path: '/api/export',
  summary: 'Raw telemetry as a file: NDJSON or Parquet',
  description:
    'One row an event, as it stands: of runs that later spans corrected, the last word. `from` is inclusive, `to` is not. The answer begins when the file is whole.',
  request: {
    query: z.strictObject({
      kind: z.enum(EXPORT_KINDS).default('run'),
      format: z.enum(FORMAT_NAMES).default('ndjson'),
      workload: workloadSlug.optional(),
      from: instantParam.optional(),
      to: instantParam.optional(),
    }),
  },
  responses: {
    200: {
      description: 'The file',
      content: {
        'application/x-ndjson': { schema: z.string() },
        'application/vnd.apache.parquet': { schema: z.string() },
      },
    },
    ...problems,
    409: problemWith('Another export is being made'),
  },
});

/** Raw telemetry, out of here. */
export function exportRoutes({ exports, ingest }: Services) {
  return new OpenAPIHono<RequestVariables>().openapi(exportRoute, async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'read');
    const { kind, format, workload, from, to } = c.req.valid('query');
    if (workload !== undefined) requireWorkload(principal, workload);
    await ingest.flush();
    const bound = principal.workloads === null ? null : [...principal.workloads];
    const file = await exports.open(
      {
        kind,
        workloads: workload === undefined ? bound : [workload],
        fromMs: from ?? null,
        toMs: to ?? null,
      },
      format,
    );
    return c.body(file, 200, {
      'Content-Type': TYPES[format],
      'Content-Disposition': `attachment; filename="${kind}.${format}"`,
    });
  });
}
