import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { answer, api } from './client.ts';
import { every } from './every.ts';
import { liveKeys } from './queries.ts';

/** One episode of an alert. */
export type AlertItem = InferResponseType<typeof api.alerts.$get, 200>['items'][number];
/** The same read alone: with who was told of it, and who is next. */
export type AlertDetailItem = InferResponseType<(typeof api.alerts)[':id']['$get'], 200>;
export type AlertTelling = Pick<AlertDetailItem, 'told' | 'next' | 'held'>;
export type Severity = AlertItem['severity'];

/** Where everything lives that a change of an alert makes old. */
export const alertsKey = ['alerts'] as const;

/** As many as one answer holds. More open at once is an outage of its own, and says so. */
export const ALERTS_SHOWN = 1000;

const LIMIT = String(ALERTS_SHOWN);

/** While nothing changes nothing is told, so values are read again this often. */
const VALUES_MS = 60_000;

/** Who is told of an alert is no news either. */
const TELLING_MS = 10_000;

/** Lateness is no news that anything tells. */
const STATUS_MS = 30_000;

export const openAlertsQuery = queryOptions({
  queryKey: [...alertsKey, 'open'],
  queryFn: ({ signal }) =>
    answer(api.alerts.$get({ query: { state: 'open', limit: LIMIT } }, { init: { signal } })),
  refetchInterval: every(VALUES_MS),
});

export const endedAlertsQuery = queryOptions({
  queryKey: [...alertsKey, 'ended'],
  queryFn: ({ signal }) =>
    answer(api.alerts.$get({ query: { state: 'resolved', limit: LIMIT } }, { init: { signal } })),
  placeholderData: keepPreviousData,
});

/** Every alert of one workload, the latest first, ended ones too. */
export const workloadAlertsQuery = (workload: string) =>
  queryOptions({
    queryKey: [...alertsKey, 'of', workload],
    queryFn: ({ signal }) =>
      answer(
        api.alerts.$get({ query: { state: 'all', workload, limit: LIMIT } }, { init: { signal } }),
      ),
    refetchInterval: VALUES_MS,
  });

/** Whether rules are evaluated in time: what fires is only worth as much. */
export const alertStatusQuery = queryOptions({
  queryKey: [...alertsKey, 'status'],
  queryFn: ({ signal }) => answer(api.alerts.status.$get({}, { init: { signal } })),
  refetchInterval: every(STATUS_MS),
});
export type AlertStatus = InferResponseType<typeof api.alerts.status.$get, 200>;

/** One alert, for an address that names it though no list holds it. */
export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: [...alertsKey, 'one', id],
    queryFn: ({ signal }) =>
      answer(api.alerts[':id'].$get({ param: { id } }, { init: { signal } })),
    refetchInterval: every(TELLING_MS),
    retry: false,
  });

/** What somebody does about an alert. */
export type AlertAct =
  | { readonly act: 'acknowledge' | 'close'; readonly note: string }
  | { readonly act: 'assign'; readonly to: string }
  | { readonly act: 'comment'; readonly text: string }
  | { readonly act: 'snooze'; readonly until: string; readonly note: string };

/** Does it; the answer is the alert as it is then. */
export function sendAlertAct(id: string, act: AlertAct): Promise<AlertDetailItem> {
  const param = { id };
  const at = api.alerts[':id'];
  switch (act.act) {
    case 'acknowledge':
      return answer(at.acknowledge.$post({ param, json: { note: act.note } }));
    case 'close':
      return answer(at.close.$post({ param, json: { note: act.note } }));
    case 'assign':
      return answer(at.assign.$post({ param, json: { to: act.to } }));
    case 'comment':
      return answer(at.comment.$post({ param, json: { text: act.text } }));
    case 'snooze':
      return answer(at.snooze.$post({ param, json: { until: act.until, note: act.note } }));
  }
}

/** One signal over time, of a workload or of one part of it. */
export interface AlertSeriesQuestion {
  readonly signal: string;
  readonly from: string;
  readonly to: string;
  readonly step: string;
  readonly release?: string;
  readonly model?: string;
  readonly segment?: string;
  readonly tool?: string;
}

/** The series behind an alert; asked again as telemetry of its workload comes in. */
export const alertSeriesQuery = (workload: string, question: AlertSeriesQuestion) =>
  queryOptions({
    queryKey: [...liveKeys.ofWorkload(workload), 'alert-series', question],
    queryFn: ({ signal }) =>
      answer(
        api.workloads[':id'].series.$get(
          { param: { id: workload }, query: { ...question } },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
