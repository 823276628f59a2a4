import { queryOptions } from '@tanstack/react-query';
import type {
  DecisionItem,
  DecisionRequest,
  SignatureRequest,
} from '../../decisions/signing/decision.ts';
import { answer, api } from './client.ts';

/** Where everything about decisions lives, so that news of one makes it all old. */
export const decisionsKey = ['decisions'] as const;

/** As many as one answer holds. */
export const DECISIONS_SHOWN = 1000;
const LIMIT = String(DECISIONS_SHOWN);

/** Dates pass and scores move with the days; nothing tells of it by the minute. */
const FRESH_MS = 60_000;

export const decisionsQuery = queryOptions({
  queryKey: [...decisionsKey, 'all'],
  queryFn: ({ signal }) =>
    answer(api.decisions.$get({ query: { limit: LIMIT, scored: 'true' } }, { init: { signal } })),
  staleTime: FRESH_MS,
});

export const workloadDecisionsQuery = (workload: string) =>
  queryOptions({
    queryKey: [...decisionsKey, 'of', workload],
    queryFn: ({ signal }) =>
      answer(
        api.decisions.$get(
          { query: { workload, limit: LIMIT, scored: 'true' } },
          { init: { signal } },
        ),
      ),
    staleTime: FRESH_MS,
  });

export const signingQuery = (id: string) =>
  queryOptions({
    queryKey: [...decisionsKey, 'signing', id],
    queryFn: ({ signal }) =>
      answer(api.workloads[':id'].signing.$get({ param: { id } }, { init: { signal } })),
    staleTime: FRESH_MS,
  });

/** Records a decision; the answer is the decision as it stands then. */
export const sendDecision = (workload: string, request: DecisionRequest): Promise<DecisionItem> =>
  answer(api.workloads[':id'].decisions.$post({ param: { id: workload }, json: request }));

export const sendSignature = (id: string, request: SignatureRequest): Promise<DecisionItem> =>
  answer(api.decisions[':id'].signatures.$post({ param: { id }, json: request, header: {} }));

export const sendEnding = (
  id: string,
  how: 'withdraw' | 'refuse',
  reason: string,
): Promise<DecisionItem> => {
  const asked = { param: { id }, json: { reason }, header: {} };
  return how === 'withdraw'
    ? answer(api.decisions[':id'].withdraw.$post(asked))
    : answer(api.decisions[':id'].refuse.$post(asked));
};
