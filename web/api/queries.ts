import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { ComparedBy } from '../workload/workload-search.ts';
import { answer, api } from './client.ts';
import { isOldLine } from '../portfolio/build-old-lines.ts';
import { every, everyWhile } from './every.ts';

/** One raw run, as the server lists it. */
export type Run = InferResponseType<
  (typeof api.workloads)[':id']['runs']['$get'],
  200
>['items'][number];
/** A release, rollback, configuration change or incident. */
export type Mark = InferResponseType<
  (typeof api.workloads)[':id']['marks']['$get'],
  200
>['items'][number];

/** A key, without its secret. */
export type Key = InferResponseType<typeof api.keys.$get, 200>['items'][number];
/** One event as it came in. */
export type TailItem = InferResponseType<typeof api.ingest.tail.$get, 200>['items'][number];
/** How ingest is doing. */
export type IngestStatus = InferResponseType<typeof api.ingest.status.$get, 200>;
/** One event that was refused. */
export type QuarantineItem = InferResponseType<typeof api.quarantine.$get, 200>['items'][number];

/** A span of time as the address of a question holds it: instants, and a step as `3h`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Rows of raw runs shown behind a point: enough to see a pattern, few enough to read. */
const RUNS_SHOWN = 50;

/** A sparkline says "lately", not "now": it is asked again only this often. */
const SPARKLINE_FRESH_MS = 5 * 60_000;

/** Days, and what a simulation starts from, change slowly: they are read again by the minute. */
const SLOW_FRESH_MS = 60_000;

type Session = InferResponseType<typeof api.session.$get, 200>;

/** How often it is asked whether the history of the sample organisation is all in. */
const SAMPLE_MS = 1000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  refetchInterval: everyWhile((session: Session) => session.demo_loading, SAMPLE_MS),
  queryFn: ({ signal }) => answer(api.session.$get({}, { init: { signal } })),
  staleTime: Infinity,
});

type Portfolio = InferResponseType<typeof api.portfolio.$get, 200>;

/** Shortly after a start some lines are still those of before it; they are replaced one by one. */
const WARMING_MS = 5000;

export const portfolioQuery = queryOptions({
  queryKey: ['portfolio'],
  refetchInterval: everyWhile(
    ({ items, at }: Portfolio) => items.some((item) => isOldLine(item, at)),
    WARMING_MS,
  ),
  queryFn: ({ signal }) => answer(api.portfolio.$get({ query: {} }, { init: { signal } })),
});

/** What comes in, whether it is looked at or counted. */
const ofIngest = ['ingest'] as const;

/** How often pages that watch what comes in look by themselves: a rate falls without any news. */
const INGEST_STATUS_MS = 3000;

export const ingestStatusQuery = queryOptions({
  queryKey: [...ofIngest, 'status'],
  queryFn: ({ signal }) => answer(api.ingest.status.$get({}, { init: { signal } })),
  refetchInterval: every(INGEST_STATUS_MS),
});

export const tailQuery = queryOptions({
  queryKey: [...ofIngest, 'tail'],
  queryFn: ({ signal }) => answer(api.ingest.tail.$get({ query: {} }, { init: { signal } })),
});

/** Rows of the quarantine on one page. */
const QUARANTINE_SHOWN = 25;

/** @param after where the page before ended; null: the newest */
export const quarantineQuery = (after: string | null) =>
  queryOptions({
    queryKey: [...ofIngest, 'quarantine', after],
    queryFn: ({ signal }) =>
      answer(
        api.quarantine.$get(
          {
            query: {
              limit: String(QUARANTINE_SHOWN),
              ...(after === null ? {} : { cursor: after }),
            },
          },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
  });

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => answer(api.keys.$get({ query: {} }, { init: { signal } })),
});

const ofWorkload = (id: string) => ['workload', id] as const;

/** Where the answers that telemetry changes live, so that live updates ask for them again. */
export const liveKeys = {
  portfolio: portfolioQuery.queryKey,
  ingest: ofIngest,
  ofWorkload: (id: string) => [...ofWorkload(id), 'live'] as const,
};

export const workloadQuery = (id: string) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'record'],
    queryFn: ({ signal }) =>
      answer(api.workloads[':id'].$get({ param: { id } }, { init: { signal } })),
  });

export const assessmentQuery = (id: string) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(id), 'assessment'],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].assessment.$get({ param: { id }, query: {} }, { init: { signal } }),
      ),
  });

export const verdictsQuery = (id: string, span: Span) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(id), 'verdicts', span],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].verdicts.$get(
          { param: { id }, query: { ...span } },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
  });

export const marksQuery = (id: string, span: Span) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(id), 'marks', span],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].marks.$get(
          { param: { id }, query: { ...span } },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
  });

export const returnQuery = (id: string, span: Span) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'return', span],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].return.$get(
          { param: { id }, query: { ...span } },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
    staleTime: SLOW_FRESH_MS,
    refetchInterval: every(SLOW_FRESH_MS),
  });

/** @param window length, e.g. `90d`, up to now */
export const signalsQuery = (id: string, window: string) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'signals', window],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].signals.$get(
          { param: { id }, query: { window } },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
    staleTime: SLOW_FRESH_MS,
    refetchInterval: every(SLOW_FRESH_MS),
  });

/** Every signal of every part of a workload. */
export const partsQuery = (
  id: string,
  question: { readonly by: ComparedBy; readonly window: string },
) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'parts', question],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].signals.$get(
          { param: { id }, query: { ...question } },
          { init: { signal } },
        ),
      ),
    staleTime: SLOW_FRESH_MS,
  });

interface ComparisonQuestion {
  readonly by: ComparedBy;
  readonly window: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export const comparisonQuery = (id: string, { before, after, ...rest }: ComparisonQuestion) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'compare', rest, before, after],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].compare.$get(
          {
            param: { id },
            query: {
              ...rest,
              ...(before === undefined ? {} : { before }),
              ...(after === undefined ? {} : { after }),
            },
          },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
    staleTime: SLOW_FRESH_MS,
    retry: false,
  });

export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'evidence'],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].evidence.$get({ param: { id }, query: {} }, { init: { signal } }),
      ),
    staleTime: SLOW_FRESH_MS,
    refetchInterval: every(SLOW_FRESH_MS),
  });

interface SeriesQuestion extends Span {
  readonly signal: string;
  readonly step: string;
}

const askSeries = (id: string, question: SeriesQuestion, signal: AbortSignal) =>
  answer(
    api.workloads[':id'].series.$get(
      { param: { id }, query: { ...question } },
      { init: { signal } },
    ),
  );

export const seriesQuery = (id: string, question: SeriesQuestion) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(id), 'series', question],
    queryFn: ({ signal }) => askSeries(id, question, signal),
    placeholderData: keepPreviousData,
  });

export const sparklineQuery = (id: string, question: SeriesQuestion) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'sparkline', question],
    queryFn: ({ signal }) => askSeries(id, question, signal),
    staleTime: SPARKLINE_FRESH_MS,
  });

export const runsQuery = (id: string, span: Span) =>
  queryOptions({
    queryKey: [...ofWorkload(id), 'runs', span],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].runs.$get(
          { param: { id }, query: { ...span, limit: String(RUNS_SHOWN) } },
          { init: { signal } },
        ),
      ),
  });
