import { queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { alertsKey } from './alert-queries.ts';
import { answer, api } from './client.ts';
import { every } from './every.ts';

/** A silence, as it is kept. */
export type SilenceItem = InferResponseType<typeof api.silences.$get, 200>['items'][number];
export type Matcher = SilenceItem['matchers'][number];

/** Nothing tells of a silence that somebody else wrote. */
const SILENCES_MS = 60_000;

/** Every silence that was not lifted, also those that are over. */
export const silencesQuery = queryOptions({
  queryKey: [...alertsKey, 'silences'],
  queryFn: ({ signal }) => answer(api.silences.$get({ query: {} }, { init: { signal } })),
  refetchInterval: every(SILENCES_MS),
});

/** A silence that is asked for; it starts at once. */
export interface SilenceRequest {
  readonly matchers: readonly Matcher[];
  readonly ends_at: string;
  readonly reason: string;
}

/** Keeps a silence; the answer is the silence as it is kept. */
export const addSilence = ({ matchers, ...rest }: SilenceRequest): Promise<SilenceItem> =>
  answer(api.silences.$post({ json: { ...rest, matchers: [...matchers] } }));

/** Lifts a silence before its end. */
export const liftSilence = (id: string) => api.silences[':id'].$delete({ param: { id } });
