import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';

/** A workload's reviews, the agenda of the next, and when it is due. */
export type ReviewsAnswer = InferResponseType<
  (typeof api.workloads)[':id']['reviews']['$get'],
  200
>;
export type DueReview = ReviewsAnswer['due'];
export type HeldReview = ReviewsAnswer['items'][number];
export type AgendaItem = ReviewsAnswer['agenda']['items'][number];
export type NewReview = InferRequestType<(typeof api.workloads)[':id']['reviews']['$post']>['json'];

const reviewsKey = ['reviews'] as const;

export const calendarQuery = queryOptions({
  queryKey: [...reviewsKey, 'due'],
  queryFn: async ({ signal }) =>
    (
      await answer(api.reviews.$get({ query: { state: 'due' } }, { init: { signal } }))
    ).items.filter((item) => item.state === 'due'),
});

export const reviewsQuery = (id: string) =>
  queryOptions({
    queryKey: [...reviewsKey, 'of', id],
    queryFn: ({ signal }) =>
      answer(api.workloads[':id'].reviews.$get({ param: { id } }, { init: { signal } })),
    retry: false,
  });

/** Where the calendar and all reviews live. */
export const allReviewsKey = reviewsKey;

export const holdReview = (id: string, json: NewReview) =>
  answer(api.workloads[':id'].reviews.$post({ param: { id }, json }));

export const changeActions = (
  { workload, number, version }: HeldReview,
  actions: HeldReview['actions'],
) =>
  answer(
    api.workloads[':id'].reviews[':number'].$put({
      param: { id: workload, number: String(number) },
      header: { 'if-match': `"${version}"` },
      json: { actions },
    }),
  );
