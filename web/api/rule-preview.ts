import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';
import { rulesKey } from './rule-queries.ts';

/** What a rule would have done over a time that has passed. */
export type RulePreview = InferResponseType<typeof api.rules.preview.$post, 200>;
/** One time that a rule would have fired. */
export type PreviewEpisode = RulePreview['episodes'][number];

/** What has passed hardly changes while a rule is being written. */
const PREVIEW_FRESH_MS = 60_000;

/** When a rule would have fired over a time that has passed. */
export const rulePreviewQuery = (
  rule: Readonly<Record<string, unknown>>,
  span: { readonly from: string; readonly to: string },
) =>
  queryOptions({
    queryKey: [...rulesKey, 'preview', rule, span],
    queryFn: ({ signal }) =>
      answer(api.rules.preview.$post({ json: { rule, ...span } }, { init: { signal } })),
    placeholderData: keepPreviousData,
    staleTime: PREVIEW_FRESH_MS,
    retry: false,
  });
