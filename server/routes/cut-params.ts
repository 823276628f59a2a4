import { z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import type { CutRequest } from '../../decisions/live/cut-answers.ts';
import { CUT_DIMENSIONS } from '../../signals/cut.ts';

const value = z.string().min(1).max(128);

/** By what a workload's telemetry is cut, or which part of it is asked for. */
export const cutParams = {
  by: z.enum(CUT_DIMENSIONS).optional(),
  release: value.optional(),
  model: value.optional(),
  segment: value.optional(),
  stage: value.optional(),
  tool: value.optional(),
};

type CutQuery = z.output<z.ZodObject<typeof cutParams>>;

/**
 * What a request asks for; null: the whole workload.
 * @throws BellwetherError `invalid` for two dimensions at once, which no roll-up tells apart
 */
export function readCut(query: CutQuery): CutRequest | null {
  const named = CUT_DIMENSIONS.filter(
    (dimension) => query.by === dimension || query[dimension] !== undefined,
  );
  const [dimension, second] = named;
  if (dimension === undefined) return null;
  if (second !== undefined) {
    throw new BellwetherError('invalid', 'a workload is cut by one dimension at a time', {
      errors: [{ path: second, message: `expected one of ${named.join(' and ')} alone` }],
    });
  }
  return { dimension, value: query[dimension] ?? null };
}
