import { useQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { api } from './client.ts';
import { sessionQuery } from './queries.ts';

export type Scope = InferResponseType<typeof api.session.$get, 200>['may'][number];

/** Whether who is signed in may do what a scope stands for; false while that is not known. */
export function useMay(scope: Scope): boolean {
  return useQuery(sessionQuery).data?.may.includes(scope) ?? false;
}
