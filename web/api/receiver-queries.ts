import { queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';
import { every } from './every.ts';

/** A receiver without its secrets, and how it does. */
export type ReceiverItem = InferResponseType<typeof api.receivers.$get, 200>['items'][number];
export type ReceiverType = ReceiverItem['type'];
/** Where alerts go, and what holds them back. */
export type RoutesDocument = InferResponseType<typeof api.routes.$get, 200>;
export type RouteDocument = RoutesDocument['routes'][number];
export type InhibitionDocument = RoutesDocument['inhibit'][number];
export type MuteDocument = RouteDocument['mute'][number];

const receiversKey = ['receivers'] as const;
const routesKey = ['routes'] as const;

/** How a receiver does changes without any news. */
const STATUS_MS = 10_000;

const versionOf = (response: Response): number => {
  const [, version] = /"(\d+)"/.exec(response.headers.get('etag') ?? '') ?? [];
  return Number(version ?? 0);
};

export const receiversQuery = queryOptions({
  queryKey: [...receiversKey, 'all'],
  queryFn: async ({ signal }) =>
    (await answer(api.receivers.$get({ query: {} }, { init: { signal } }))).items,
  refetchInterval: every(STATUS_MS),
});

/** A receiver with the version that a change of it has to name. */
export const receiverQuery = (id: string) =>
  queryOptions({
    queryKey: [...receiversKey, 'of', id],
    queryFn: async ({ signal }) => {
      const response = await api.receivers[':id'].$get({ param: { id } }, { init: { signal } });
      return { document: await response.json(), version: versionOf(response) };
    },
    retry: false,
    staleTime: 0,
  });

/** The routes with the version that a change of them has to name. */
export const routesQuery = queryOptions({
  queryKey: routesKey,
  queryFn: async ({ signal }) => {
    const response = await api.routes.$get({}, { init: { signal } });
    return { document: await response.json(), version: versionOf(response) };
  },
});

type Document = Readonly<Record<string, unknown>>;

/** @param version that is written over; 0: there is none yet */
export const putReceiver = (id: string, document: Document, version: number) =>
  answer(
    api.receivers[':id'].$put({
      param: { id },
      header: { 'if-match': `"${version}"` },
      json: document,
    }),
  );

/** Sends a test alert and its end at once. */
export const testReceiver = (id: string) =>
  answer(api.receivers[':id'].test.$post({ param: { id } }));

/** Says that the test alert that arrived last was seen: a part of what proves monitoring. */
export const acknowledgeTest = (id: string) =>
  answer(api.receivers[':id'].test.acknowledge.$post({ param: { id } }));

/** Removes a receiver that no route names. */
export const deleteReceiver = (id: string) =>
  api.receivers[':id'].$delete({ param: { id }, header: {} });

/** @param version that is written over; 0: there is none yet */
export const putRoutes = (document: Document, version: number) =>
  answer(api.routes.$put({ header: { 'if-match': `"${version}"` }, json: document }));
