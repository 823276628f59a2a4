import { MAX_EVENT_AHEAD_MS } from '../../core/event.ts';
import { signedBucket } from '../../core/statistics/signed-bucket.ts';
import { HOUR_MS, floorTo, parseInstant } from '../../core/time.ts';
import type { DataAgeRow, FeatureRow, FeatureShape } from '../../signals/history-rows.ts';
import { keyOfBucket } from '../../store/questions/compact-feature.ts';
import type { TimedEvent, TimedEventOf } from './timed-event.ts';

type Counts = Map<string, number>;

function binsOf({ event }: TimedEventOf<'distribution'>): {
  shape: FeatureShape;
  bins: (readonly [string, number])[];
} {
  const { values, histogram, categories } = event;
  if (values) {
    return { shape: 'values', bins: values.map((x) => [keyOfBucket(signedBucket(x)), 1] as const) };
  }
  if (histogram) {
    const { edges, counts } = histogram;
    return {
      shape: 'histogram',
      bins: counts.map((n, i) => [`${edges[i]}|${edges[i + 1]}`, n] as const),
    };
  }
  return { shape: 'categories', bins: Object.entries(categories ?? {}) };
}

/** What each feature looked like by the hour, ascending. */
export function featuresOfEvents(events: readonly TimedEventOf<'distribution'>[]): FeatureRow[] {
  const rows = new Map<string, FeatureRow & { readonly counts: Counts }>();
  for (const one of events) {
    const { feature, role, release } = one.event;
    const hourMs = floorTo(one.tsMs, HOUR_MS);
    const { shape, bins } = binsOf(one);
    const key = JSON.stringify([hourMs, feature, role, release ?? '', shape]);
    const row = rows.get(key) ?? {
      hourMs,
      feature,
      role,
      release: release ?? '',
      shape,
      counts: new Map<string, number>(),
    };
    rows.set(key, row);
    for (const [bin, n] of bins) if (n > 0) row.counts.set(bin, (row.counts.get(bin) ?? 0) + n);
  }
  return [...rows.values()]
    .filter(({ counts }) => counts.size > 0)
    .sort((a, b) => a.hourMs - b.hourMs);
}

/** The newest state of input data that the events of each hour say they were made from, ascending. */
export function dataAgesOfEvents(events: readonly TimedEvent[]): DataAgeRow[] {
  const newest = new Map<number, number>();
  for (const { event, tsMs } of events) {
    const stated = event.attributes?.['data_as_of'];
    const asOfMs = typeof stated === 'string' ? parseInstant(stated) : stated;
    if (typeof asOfMs !== 'number' || asOfMs < 0 || asOfMs > tsMs + MAX_EVENT_AHEAD_MS) continue;
    const hourMs = floorTo(tsMs, HOUR_MS);
    newest.set(hourMs, Math.max(newest.get(hourMs) ?? -Infinity, Math.floor(asOfMs)));
  }
  return [...newest]
    .map(([hourMs, asOfMs]) => ({ hourMs, asOfMs }))
    .sort((a, b) => a.hourMs - b.hourMs);
}
