import { MAX_EVENT_AHEAD_MS, type WireEvent, type WireEventOf } from '../../core/event.ts';
import { signedBucket } from '../../core/statistics/signed-bucket.ts';
import { HOUR_MS, floorTo, parseInstant } from '../../core/time.ts';
import type { DataAgeRow, DriftRow, FeatureRow } from '../../signals/history-rows.ts';
import { keyOfBucket } from '../../store/questions/compact-feature.ts';

const hourOf = (event: WireEvent): number => floorTo(Number(event.ts), HOUR_MS);

/** [shape, bin → count] of one `distribution` event; a bin may come up more than once. */
function binsOf(event: WireEventOf<'distribution'>): [FeatureRow['shape'], [string, number][]] {
  const { values, histogram, categories } = event;
  if (values) return ['values', values.map((x) => [keyOfBucket(signedBucket(x)), 1])];
  if (histogram) {
    const { edges, counts } = histogram;
    return ['histogram', counts.map((n, i) => [`${edges[i]}|${edges[i + 1]}`, n])];
  }
  return ['categories', Object.entries(categories ?? {})];
}

/** What `distribution` events say, as the store sums it; features of more than 200 labels are not cut. */
export function featuresFrom(events: readonly WireEvent[]): FeatureRow[] {
  const rows = new Map<string, FeatureRow & { counts: Map<string, number> }>();
  for (const event of events) {
    if (event.kind !== 'distribution') continue;
    const [shape, bins] = binsOf(event);
    const { feature, role } = event;
    const named = { hourMs: hourOf(event), feature, role, release: event.release ?? '', shape };
    const key = JSON.stringify(Object.values(named));
    const row = rows.get(key) ?? { ...named, counts: new Map<string, number>() };
    for (const [bin, n] of bins) if (n > 0) row.counts.set(bin, (row.counts.get(bin) ?? 0) + n);
    if (row.counts.size > 0) rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => a.hourMs - b.hourMs);
}

/** What `drift` events say. */
export function driftsFrom(events: readonly WireEvent[]): DriftRow[] {
  return events
    .filter((event) => event.kind === 'drift')
    .map((event) => ({
      tsMs: Number(event.ts),
      feature: event.feature,
      role: event.role ?? 'input',
      score: event.score,
      method: event.method ?? '',
      pValue: event.p_value ?? null,
    }))
    .sort((a, b) => a.tsMs - b.tsMs);
}

/** When the data that an event was made from was as it saw it; null where it does not say, or can't be right. */
function asOfMs(event: WireEvent): number | null {
  const stated = event.attributes?.['data_as_of'];
  const read = typeof stated === 'string' ? parseInstant(stated) : stated;
  if (typeof read !== 'number' || read < 0 || read > Number(event.ts) + MAX_EVENT_AHEAD_MS) {
    return null;
  }
  return Math.floor(read);
}

/** The newest `data_as_of` of each hour. */
export function dataAgesFrom(events: readonly WireEvent[]): DataAgeRow[] {
  const newest = new Map<number, number>();
  for (const event of events) {
    const stated = asOfMs(event);
    if (stated === null) continue;
    newest.set(hourOf(event), Math.max(stated, newest.get(hourOf(event)) ?? -Infinity));
  }
  return [...newest]
    .map(([hourMs, asOf]) => ({ hourMs, asOfMs: asOf }))
    .sort((a, b) => a.hourMs - b.hourMs);
}
