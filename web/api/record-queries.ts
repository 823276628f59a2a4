import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';
import { every } from './every.ts';

/** One record, as the list tells it. */
export type RecordItem = InferResponseType<typeof api.record.$get, 200>['items'][number];
/** What a check of the record found. */
export type RecordCheck = InferResponseType<typeof api.record.verify.$get, 200>;
/** Which records are asked for. */
export type RecordQuestion = InferRequestType<typeof api.record.$get>['query'];

const recordKey = ['record'] as const;

/** Nothing tells of a new record, so the list is read again this often. */
const LIST_MS = 30_000;

export const recordsQuery = (question: RecordQuestion) =>
  queryOptions({
    queryKey: [...recordKey, 'list', question],
    queryFn: ({ signal }) => answer(api.record.$get({ query: question }, { init: { signal } })),
    placeholderData: keepPreviousData,
    refetchInterval: every(LIST_MS),
  });

export const recordQuery = (sequence: string) =>
  queryOptions({
    queryKey: [...recordKey, 'one', sequence],
    queryFn: ({ signal }) =>
      answer(api.record[':sequence'].$get({ param: { sequence } }, { init: { signal } })),
    retry: false,
  });

/** What the last check found. */
export const recordCheckQuery = queryOptions({
  queryKey: [...recordKey, 'check'],
  queryFn: ({ signal }) =>
    answer(api.record.verify.$get({ query: { last: 'true' } }, { init: { signal } })),
});

/** Checks the whole record now. */
export const checkRecord = (): Promise<RecordCheck> =>
  answer(api.record.verify.$get({ query: {} }));
