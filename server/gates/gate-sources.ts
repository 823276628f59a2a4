import { z } from 'zod';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { GateSources } from '../../decisions/gates/gate-facts.ts';
import type { GateRegistry } from '../../decisions/registry/gates.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { TestAlerts } from './test-alerts.ts';
import { createWatchReader } from './watch-reader.ts';

const heldReview = z.looseObject({ held_at: z.iso.datetime({ offset: true }).optional() });

/** What proves the gates of workloads beside record, policy and telemetry, as the ledger holds it now. */
export function createGateSources(
  ledger: Ledger,
  registry: Pick<GateRegistry, 'signatures'>,
  tests: TestAlerts,
): (workload: WorkloadDocument) => GateSources {
  const watchOf = createWatchReader(ledger, tests);
  const known = new Map<string, { workload: WorkloadDocument; sources: GateSources }>();
  let sequence = -1;
  const make = (workload: WorkloadDocument): GateSources => {
    const watch = watchOf(workload);
    const signatures = registry.signatures(workload.id);
    const reviewsMs = reviewsOf(ledger, workload.id);
    return {
      watch,
      signatures,
      reviewsMs,
      key: JSON.stringify([watch, [...signatures], reviewsMs]),
    };
  };
  return (workload) => {
    if (ledger.sequence() !== sequence) {
      known.clear();
      sequence = ledger.sequence();
    }
    const before = known.get(workload.id);
    // A record that is being tried is another one than the one that is kept.
    if (before !== undefined && isSameWatched(before.workload, workload)) return before.sources;
    const sources = make(workload);
    known.set(workload.id, { workload, sources });
    return sources;
  };
}

/** Rules select by these. */
const isSameWatched = (a: WorkloadDocument, b: WorkloadDocument): boolean =>
  a.stage === b.stage && a.risk_class === b.risk_class;

/** When each business review was held: as it says, else when it was first written down. */
function reviewsOf(ledger: Ledger, workload: string): number[] {
  return ledger
    .list('review')
    .filter(({ id }) => id.startsWith(`${workload}/`))
    .flatMap(({ id, document }) => {
      const held = heldReview.safeParse(document).data?.held_at;
      if (held !== undefined) return [Date.parse(held)];
      const first = ledger.history('review', id)[0];
      return first === undefined ? [] : [first.atMs];
    })
    .sort((a, b) => a - b);
}
