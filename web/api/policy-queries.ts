import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import { answer, api } from './client.ts';

/** Past verdicts hardly change while a trial of them is looked at. */
const TRIAL_FRESH_MS = 60_000;

const policyKey = (id: string) => ['policies', 'of', id] as const;

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: async ({ signal }) =>
    (await answer(api.policies.$get({ query: {} }, { init: { signal } }))).items,
});

export const policyVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...policyKey(id), 'versions'],
    queryFn: async ({ signal }) =>
      (
        await answer(
          api.policies[':id'].versions.$get({ param: { id }, query: {} }, { init: { signal } }),
        )
      ).items,
  });

/** Which policy each workload follows. */
export const policyUseQuery = queryOptions({
  queryKey: ['workloads'],
  queryFn: async ({ signal }) =>
    (await answer(api.workloads.$get({ query: {} }, { init: { signal } }))).items,
});
export type PolicyUse = readonly { readonly policy: string }[];

type BacktestQuestion = InferRequestType<(typeof api.policies)[':id']['backtest']['$post']>['json'];

/** What a change of a policy, or an earlier version, would have decided. */
export const backtestQuery = (id: string, request: BacktestQuestion) =>
  queryOptions({
    queryKey: [...policyKey(id), 'backtest', request],
    queryFn: ({ signal }) =>
      answer(
        api.policies[':id'].backtest.$post({ param: { id }, json: request }, { init: { signal } }),
      ),
    placeholderData: keepPreviousData,
    staleTime: TRIAL_FRESH_MS,
    retry: false,
  });
