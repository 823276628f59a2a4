import { queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';
import { every } from './every.ts';

/** An alert rule, as it is kept. */
export type RuleDocument = InferResponseType<typeof api.rules.$get, 200>['items'][number];
export type RuleWhen = RuleDocument['when'];
/** One condition of a rule. */
export type RuleCondition = Exclude<RuleWhen, { all: unknown } | { any: unknown }>;

/** Where rules live. */
export const rulesKey = ['rules'] as const;

export const rulesQuery = queryOptions({
  queryKey: [...rulesKey, 'all'],
  queryFn: async ({ signal }) =>
    (await answer(api.rules.$get({ query: {} }, { init: { signal } }))).items,
});

/** How one rule does: how often it fired in 7 days, when last, and what it cannot tell yet. */
export type RuleStats = InferResponseType<typeof api.rules.stats.$get, 200>['items'][number];

/** Alerts come and go without any change of a rule. */
const STATS_MS = 60_000;

export const ruleStatsQuery = queryOptions({
  queryKey: [...rulesKey, 'stats'],
  queryFn: async ({ signal }) =>
    (await answer(api.rules.stats.$get({ query: {} }, { init: { signal } }))).items,
  refetchInterval: every(STATS_MS),
});

/** A rule with the version that a change of it has to name. */
export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: [...rulesKey, 'of', id],
    queryFn: async ({ signal }) => {
      const response = await api.rules[':id'].$get({ param: { id } }, { init: { signal } });
      const [, version] = /"(\d+)"/.exec(response.headers.get('etag') ?? '') ?? [];
      return { document: await response.json(), version: Number(version ?? 0) };
    },
    retry: false,
  });
