import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import type { WorkloadDocument } from '../../core/workload.ts';
import { answer, api } from './client.ts';
import { liveKeys, workloadQuery } from './queries.ts';

/** Gates of a workload with who has to sign them; telemetry changes them too. */
export const gatesQuery = (id: string) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(id), 'gates'],
    queryFn: ({ signal }) =>
      answer(api.workloads[':id'].gates.$get({ param: { id }, query: {} }, { init: { signal } })),
  });

/** A record and the version that a change of it replaces. */
export interface RecordVersion {
  readonly document: WorkloadDocument;
  readonly etag: string;
}

/** A workload's record to be changed. */
export const recordVersionQuery = (id: string) =>
  queryOptions({
    queryKey: [...workloadQuery(id).queryKey, 'version'],
    queryFn: async ({ signal }): Promise<RecordVersion> => {
      const response = await api.workloads[':id'].$get({ param: { id } }, { init: { signal } });
      return { document: await response.json(), etag: response.headers.get('etag') ?? '*' };
    },
  });

/** Everything that is told about one workload, and what lists of all tell of it. */
export const recordKeys = (id: string) => [['workload', id], ['portfolio'], ['workloads']] as const;

/** What a signature states. */
export type AttestationBody = InferRequestType<
  (typeof api.workloads)[':id']['gates'][':gate']['$post']
>['json'];

/** Writes a record over the version that was read. */
export const putRecord = (
  { document, etag }: RecordVersion,
  reason: string,
): Promise<WorkloadDocument> =>
  answer(
    api.workloads[':id'].$put({
      param: { id: document.id },
      header: { 'if-match': etag },
      query: reason === '' ? {} : { reason },
      json: document,
    }),
  );
