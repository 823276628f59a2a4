import { queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';

/** Somebody who works with Bellwether; how they sign in is known of oneself and to admins. */
export type Person = InferResponseType<typeof api.people.$get, 200>['items'][number];
/** A link to set a password, known this once. */
export type Invitation = InferResponseType<(typeof api.people)[':id']['invitation']['$post'], 201>;
/** How single sign-on is set up; null where it is not. */
export type SingleSignOn = InferResponseType<
  (typeof api.settings)['single-sign-on']['$get'],
  200
>['single_sign_on'];

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => answer(api.people.$get({ query: {} }, { init: { signal } })),
});

/** A person with the version that a change of them has to name. */
export const personQuery = (id: string) =>
  queryOptions({
    queryKey: [...peopleQuery.queryKey, id],
    queryFn: async ({ signal }) => {
      const response = await api.people[':id'].$get({ param: { id } }, { init: { signal } });
      const [, version] = /"(\d+)"/.exec(response.headers.get('etag') ?? '') ?? [];
      return { person: await response.json(), version: Number(version ?? 0) };
    },
    retry: false,
  });

export const singleSignOnQuery = queryOptions({
  queryKey: ['single-sign-on'],
  queryFn: ({ signal }) => answer(api.settings['single-sign-on'].$get({}, { init: { signal } })),
});

/** How one can sign in here; open to everybody. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: ({ signal }) => answer(api.session.ways.$get({}, { init: { signal } })),
  retry: false,
});
