import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';
import { every } from './every.ts';

/** The queue, and how far it is. */
export type AuditAnswer = InferResponseType<(typeof api.workloads)[':id']['audit']['$get'], 200>;
/** One run that waits for its review. */
export type AuditItem = AuditAnswer['items'][number];
/** What a reviewer says. */
export type AuditVerdict = InferRequestType<
  (typeof api.workloads)[':id']['audit'][':run']['$post']
>['json'];
export type PatternCount = InferResponseType<
  (typeof api.workloads)[':id']['audit']['patterns']['$get'],
  200
>['items'][number];
type WorkloadRecord = InferResponseType<(typeof api.workloads)[':id']['$get'], 200>;

/** Others review too: what waits is read again this often. */
const QUEUE_MS = 60_000;

/** Where everything lives that a review changes. */
export const auditKey = (id: string) => ['workload', id, 'audit'] as const;

export const auditQuery = (id: string) =>
  queryOptions({
    queryKey: [...auditKey(id), 'queue'],
    queryFn: ({ signal }) =>
      answer(api.workloads[':id'].audit.$get({ param: { id }, query: {} }, { init: { signal } })),
    placeholderData: keepPreviousData,
    refetchInterval: every(QUEUE_MS),
  });

export const patternsQuery = (id: string) =>
  queryOptions({
    queryKey: [...auditKey(id), 'patterns'],
    queryFn: async ({ signal }) =>
      (
        await answer(
          api.workloads[':id'].audit.patterns.$get(
            { param: { id }, query: {} },
            { init: { signal } },
          ),
        )
      ).items,
  });

/** Sent even where the page is being left. */
export const sendReview = (id: string, run: string, json: AuditVerdict) =>
  answer(
    api.workloads[':id'].audit[':run'].$post(
      { param: { id, run: encodeURIComponent(run) }, json },
      { init: { keepalive: true } },
    ),
  );

/** Changes a part of a workload's record, as it is at this moment. */
export async function changeRecord(
  id: string,
  change: (record: WorkloadRecord) => WorkloadRecord,
): Promise<WorkloadRecord> {
  const response = await api.workloads[':id'].$get({ param: { id } });
  const etag = response.headers.get('etag');
  return answer(
    api.workloads[':id'].$put({
      param: { id },
      query: {},
      header: etag === null ? {} : { 'if-match': etag },
      json: change(await response.json()),
    }),
  );
}
