import { queryOptions } from '@tanstack/react-query';
import { decisionMemo } from '../../decisions/signing/memo.ts';
import { answer, api } from './client.ts';
import { decisionsKey } from './decision-queries.ts';

export const memoQuery = (id: string) =>
  queryOptions({
    queryKey: [...decisionsKey, 'memo', id],
    queryFn: async ({ signal }) => {
      const asked = { param: { id }, query: { format: 'json' } } as const;
      const told = await answer(api.decisions[':id'].memo.$get(asked, { init: { signal } }));
      return decisionMemo.parse(told);
    },
    retry: false,
  });
