import type { WireEvent } from '../../core/event.ts';
import type { RawRow } from './segments.ts';

/** The one form that a distribution states, as the encoder writes it. */
function distributionOf(event: WireEvent): string {
  if (event.kind !== 'distribution') return '';
  const { values, histogram, categories } = event;
  return JSON.stringify(values ? { values } : histogram ? { histogram } : { categories });
}

/** The raw row of a distribution, a drift or any other event of which only the attributes matter. */
export function rowOf(event: WireEvent): RawRow {
  const { attributes, ts, kind, workload, id, release } = event;
  return {
    workload,
    id: id ?? '',
    release: release ?? '',
    ts: Number(ts),
    ...(kind === 'run' ? {} : { kind }),
    ...(kind === 'distribution' ? { feature: event.feature, role: event.role } : {}),
    ...(kind === 'drift'
      ? {
          feature: event.feature,
          role: event.role ?? '',
          score: event.score,
          method: event.method ?? '',
          p_value: event.p_value ?? null,
        }
      : {}),
    attributes: attributes ? JSON.stringify(attributes) : '',
    distribution: distributionOf(event),
  };
}
