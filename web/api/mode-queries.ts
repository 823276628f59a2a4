import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import type { ModeItem } from '../../decisions/effect/mode-item.ts';
import { answer, api } from './client.ts';
import { liveKeys } from './queries.ts';

/** A mode with the version that a change of it has to name. */
export interface KnownMode {
  readonly item: ModeItem;
  readonly version: number;
}

/** What somebody asks of a mode. */
export type ModeRequest = InferRequestType<(typeof api.workloads)[':id']['mode']['$put']>['json'];

export const modeQuery = (id: string) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(id), 'mode'],
    queryFn: async ({ signal }): Promise<KnownMode> => {
      const response = await api.workloads[':id'].mode.$get(
        { param: { id } },
        { init: { signal } },
      );
      const [, version] = /"(\d+)"/.exec(response.headers.get('etag') ?? '') ?? [];
      if (version === undefined) throw new Error('the mode came without a version');
      return { item: (await response.json()) as ModeItem, version: Number(version) };
    },
  });

/** Asks for it; the answer is the mode as it is then. */
export const changeMode = (id: string, version: number, json: ModeRequest) =>
  answer(
    api.workloads[':id'].mode.$put({
      param: { id },
      header: { 'if-match': `"${version}"` },
      json,
    }),
  );
